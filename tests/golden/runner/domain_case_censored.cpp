#include "tests/golden/runner/domain.h"

void addCensoredDemandFunctions(DomainFunctions&) {}
