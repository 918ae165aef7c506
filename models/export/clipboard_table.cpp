#include "models/export/clipboard_table.h"

#include "models/export/formula_guard.h"

#include <QMimeData>

#include <utility>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

QString quoted(QString text, QChar separator)
{
    bool quote = text.contains(separator) || text.contains(u'"') || text.contains(u'\n');
    quote = quote || text.contains(u'\r');
    return quote ? u'"' + text.replace(u'"', u"\"\""_s) + u'"' : text;
}

} // namespace

void ClipboardTable::add(const std::vector<ClipboardCell>& cells, Row row)
{
    const QString tag = row == Row::Heading ? u"th"_s : u"td"_s;
    // Excel and LibreOffice each have their own word for "a text, whatever it looks like": "007", "=1+2".
    const QString asText = u" style=\"mso-number-format:'\\@'\" sdnum=\"1033;0;@\""_s;
    QStringList tabbed, commas;
    html += u"<tr>"_s;
    for (const ClipboardCell& cell : cells) {
        const QString plain = cell.number ? cell.text : guarded(cell.text);
        tabbed << quoted(plain, u'\t');
        commas << quoted(plain, u',');
        html += u'<' + tag + (cell.number ? QString() : asText) + u'>' + cell.text.toHtmlEscaped() + u"</"_s +
                tag + u'>';
    }
    html += u"</tr>"_s;
    tsv += tabbed.join(u'\t') + u'\n';
    csv += commas.join(u',') + u"\r\n"_s;
}

void ClipboardTable::addHeading(const QStringList& titles)
{
    std::vector<ClipboardCell> cells;
    for (const QString& title : titles)
        cells.push_back({title});
    add(cells, Row::Heading);
}

std::unique_ptr<QMimeData> ClipboardTable::mime() const
{
    auto mime = std::make_unique<QMimeData>();
    mime->setText(tsv);
    mime->setHtml(u"<table>"_s + html + u"</table>"_s);
    mime->setData(u"text/csv"_s, csv.toUtf8());
    return mime;
}

QList<QStringList> tableFromText(const QString& text)
{
    QList<QStringList> rows;
    QStringList row;
    QString cell;
    bool inQuotes = false;
    const auto endCell = [&] { row << unguarded(std::exchange(cell, {})); };
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
            endCell();
        } else if (c == u'\n') {
            endCell();
            rows << std::exchange(row, {});
        } else if (c != u'\r') {
            cell += c;
        }
    }
    if (!cell.isEmpty() || !row.isEmpty()) {
        endCell();
        rows << row;
    }
    return rows;
}

} // namespace merch
