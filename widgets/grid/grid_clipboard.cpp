#include "widgets/grid/grid_clipboard.h"

#include "models/grid/grid_model.h"

#include <QMimeData>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

/// A number as typed; a text as shown.
QString plain(const GridModel& model, int row, int column)
{
    const QModelIndex at = model.index(row, column);
    const QString edit = at.data(Qt::EditRole).toString();
    if (!edit.isEmpty() && !model.columns()[static_cast<std::size_t>(column)].text)
        return edit;
    const QString shown = at.data(Qt::DisplayRole).toString();
    return shown.isEmpty() ? edit : shown;
}

QString quoted(QString text, const QString& separator)
{
    if (text.contains(separator) || text.contains(u'"') || text.contains(u'\n'))
        return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text;
}

} // namespace

std::unique_ptr<QMimeData> clipboardTable(
    const GridModel& model, const std::vector<int>& items, const std::vector<int>& columns, bool withTitles)
{
    QString tsv, csv, html = u"<table>"_s;
    const auto line = [&](const QStringList& cells, const QString& tag) {
        QStringList tabbed, commas;
        html += u"<tr>"_s;
        for (const QString& cell : cells) {
            tabbed << quoted(cell, u"\t"_s);
            commas << quoted(cell, u","_s);
            html += u"<%1>%2</%1>"_s.arg(tag, cell.toHtmlEscaped());
        }
        html += u"</tr>"_s;
        tsv += tabbed.join(u'\t') + u'\n';
        csv += commas.join(u',') + u"\r\n"_s;
    };
    if (withTitles) {
        QStringList titles;
        for (const int column : columns)
            titles << model.columns()[static_cast<std::size_t>(column)].name();
        line(titles, u"th"_s);
    }
    for (const int item : items) {
        const int row = model.rowOf(item);
        if (row < 0)
            continue;
        QStringList cells;
        for (const int column : columns)
            cells << plain(model, row, column);
        line(cells, u"td"_s);
    }
    auto mime = std::make_unique<QMimeData>();
    mime->setText(tsv);
    mime->setHtml(html + u"</table>"_s);
    mime->setData(u"text/csv"_s, csv.toUtf8());
    return mime;
}

QList<QStringList> tableFromText(const QString& text)
{
    QList<QStringList> rows;
    QStringList row;
    QString cell;
    bool inQuotes = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (inQuotes) {
            if (c != u'"')
                cell += c;
            else if (i + 1 < text.size() && text[i + 1] == u'"')
                cell += text[i++];
            else
                inQuotes = false;
        } else if (c == u'"' && cell.isEmpty()) {
            inQuotes = true;
        } else if (c == u'\t') {
            row << cell;
            cell.clear();
        } else if (c == u'\n') {
            row << cell;
            cell.clear();
            rows << row;
            row.clear();
        } else if (c != u'\r') {
            cell += c;
        }
    }
    if (!cell.isEmpty() || !row.isEmpty()) {
        row << cell;
        rows << row;
    }
    return rows;
}

} // namespace merch
