#include "app/window/main_window.h"

#include "moc_main_window.cpp"
