#include "widgets/frame/page.h"

#include "moc_page.cpp"
