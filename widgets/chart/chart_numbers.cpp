#include "widgets/chart/chart_numbers.h"

#include "models/export/clipboard_table.h"

#include <QClipboard>
#include <QColor>
#include <QDialog>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLocale>
#include <QMimeData>
#include <QTableWidget>
#include <QVBoxLayout>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

QColor colorOf(ChartInk ink)
{
    switch (ink) {
    case ChartInk::History:
        return t().text;
    case ChartInk::Forecast:
        return t().accent;
    case ChartInk::LastYear:
    case ChartInk::Plain:
        return t().series2;
    case ChartInk::Price:
        return t().price;
    case ChartInk::Override:
    case ChartInk::Bad:
        return t().bad;
    case ChartInk::Good:
        return t().good;
    case ChartInk::Warn:
        return t().warn;
    }
    return t().text;
}

namespace
{

ClipboardTable clipboardTable(const ChartTable& table)
{
    ClipboardTable out;
    out.addHeading(table.titles);
    for (const QStringList& row : table.rows) {
        std::vector<ClipboardCell> cells;
        for (const QString& cell : row) {
            bool number = false;
            QLocale().toDouble(cell, &number);
            cells.push_back({cell, number});
        }
        out.add(cells);
    }
    return out;
}

} // namespace

void copyChartTable(const ChartTable& table)
{
    QGuiApplication::clipboard()->setMimeData(clipboardTable(table).mime().release());
}

bool saveChartTable(const ChartTable& table, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    const QByteArray bytes = clipboardTable(table).csv.toUtf8();
    return file.write(bytes) == bytes.size();
}

void showChartTable(const ChartTable& numbers, const QString& name, QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(u"chartTable"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(name);
    dialog->resize(px(640), px(480));
    auto* table =
        new QTableWidget(static_cast<int>(numbers.rows.size()), static_cast<int>(numbers.titles.size()));
    table->setAccessibleName(name);
    table->setHorizontalHeaderLabels(numbers.titles);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    for (std::size_t r = 0; r < numbers.rows.size(); ++r)
        for (qsizetype c = 0; c < numbers.rows[r].size(); ++c) {
            auto* item = new QTableWidgetItem(numbers.rows[r][c]);
            if (c > 0)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            table->setItem(static_cast<int>(r), static_cast<int>(c), item);
        }
    table->resizeColumnsToContents();
    auto* box = new QVBoxLayout(dialog);
    box->setContentsMargins(px(16), px(16), px(16), px(16));
    box->addWidget(table);
    dialog->show();
}

} // namespace merch
