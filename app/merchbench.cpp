#include "app/window/main_window.h"

#include <QApplication>

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    merch::MainWindow window;
    window.show();
    return app.exec();
}
