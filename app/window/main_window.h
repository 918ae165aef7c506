#pragma once

#include <QMainWindow>

namespace merch {

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    using QMainWindow::QMainWindow;
};

} // namespace merch
