#include "models/export/xlsx_file.h"

#include <QCoreApplication>

#include <xlsxwriter.h>

#include <algorithm>
#include <memory>

namespace merch
{
namespace
{

constexpr std::int64_t kMostRows = 1'048'575; ///< of a sheet, without its heading
constexpr int kMostName = 31;                 ///< characters of a sheet's name
constexpr int kMostText = 32'767;             ///< characters of a cell
constexpr double kLeastWidth = 9, kMostWidth = 60;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ExportService)
};

QByteArray numberFormat(const ExportColumn& column)
{
    if (column.kind == ExportColumn::Kind::Date)
        return "yyyy-mm-dd";
    if (column.digits == 0)
        return "#,##0";
    return "#,##0." + QByteArray(column.digits, '0');
}

struct CloseBook {
    void operator()(lxw_workbook* book) const { workbook_close(book); }
};

/// The whole look of the workbook, in one place.
struct Formats {
    lxw_format *heading, *numberHeading, *text, *strong, *weight, *count, *total, *allLines;
    std::vector<lxw_format*> column;

    Formats(lxw_workbook* book, const ExportTable& table)
    {
        const auto made = [&] {
            lxw_format* format = workbook_add_format(book);
            format_set_font_name(format, "Calibri");
            format_set_font_size(format, 11);
            return format;
        };
        const auto head = [&](std::uint8_t align) {
            lxw_format* format = made();
            format_set_bold(format);
            format_set_bg_color(format, 0xE8ECF4);
            format_set_bottom(format, LXW_BORDER_THIN);
            format_set_bottom_color(format, 0x9AA5B8);
            format_set_align(format, align);
            format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
            return format;
        };
        heading = head(LXW_ALIGN_LEFT);
        numberHeading = head(LXW_ALIGN_RIGHT);
        text = made();
        format_set_num_format(text, "@"); // what is typed into it stays a text, too
        strong = made();
        format_set_bold(strong);
        weight = made();
        format_set_num_format(weight, "#,##0.0##"); // "#,##0.###" would show whole units as "12."
        count = made();
        format_set_num_format(count, "#,##0");
        total = made();
        format_set_bold(total);
        format_set_top(total, LXW_BORDER_THIN);
        format_set_num_format(
            total, table.totals.sums.empty()
                       ? "#,##0"
                       : numberFormat(table.columns[table.totals.sums.front()]).constData());
        allLines = made();
        format_set_bold(allLines);
        format_set_top(allLines, LXW_BORDER_THIN);
        format_set_num_format(allLines, "#,##0");
        for (const ExportColumn& c : table.columns) {
            lxw_format* format = made();
            if (c.kind == ExportColumn::Kind::Text)
                format_set_num_format(format, "@");
            else
                format_set_num_format(format, numberFormat(c).constData());
            column.push_back(format);
        }
    }
};

/// "$K$2:$K$115" of the first sheet.
QString rangeOf(const ExportTable& table, std::size_t column, std::int64_t rows)
{
    char cell[16];
    lxw_col_to_name(cell, static_cast<lxw_col_t>(column), 1);
    return QStringLiteral("'%1'!%2$2:%2$%3")
        .arg(table.name.left(kMostName), QLatin1String(cell))
        .arg(std::max<std::int64_t>(2, rows + 1));
}

/// Key, name, lines, sums and note by group, and all of them together. False = could not be added.
bool addTotals(lxw_workbook* book, const ExportTable& table, std::int64_t rows, const Formats& formats)
{
    const ExportTotals& totals = table.totals;
    lxw_worksheet* sheet = workbook_add_worksheet(book, Texts::tr("Totals").toUtf8().constData());
    if (!sheet)
        return false;
    const auto sums = static_cast<lxw_col_t>(totals.sums.size());
    const auto note = static_cast<lxw_col_t>(3 + sums);
    const auto head = [&](lxw_col_t column, const QString& text, bool number) {
        worksheet_write_string(
            sheet, 0, column, text.toUtf8().constData(), number ? formats.numberHeading : formats.heading);
    };
    worksheet_set_row(sheet, 0, 22, nullptr);
    head(0, table.columns[totals.keyColumn].name, false);
    head(1, Texts::tr("name"), false);
    head(2, Texts::tr("lines"), true);
    for (lxw_col_t c = 0; c < sums; ++c)
        head(3 + c, table.columns[totals.sums[c]].name, true);
    head(note, Texts::tr("note"), false);
    const QString keys = rangeOf(table, totals.keyColumn, rows);
    lxw_row_t r = 0;
    std::int64_t lines = 0;
    std::vector<double> all(totals.sums.size());
    for (const ExportTotals::Group& group : totals.groups) {
        ++r;
        const QString mine = QStringLiteral("(%1=$A$%2)").arg(keys).arg(r + 1);
        worksheet_write_string(sheet, r, 0, group.key.toUtf8().constData(), formats.text);
        worksheet_write_string(sheet, r, 1, group.name.toUtf8().constData(), formats.text);
        worksheet_write_formula_num(
            sheet, r, 2, QStringLiteral("=SUMPRODUCT(%1*1)").arg(mine).toUtf8().constData(), formats.count,
            static_cast<double>(group.lines));
        lines += group.lines;
        for (lxw_col_t c = 0; c < sums; ++c) {
            worksheet_write_formula_num(
                sheet, r, 3 + c,
                QStringLiteral("=SUMPRODUCT(%1*%2)")
                    .arg(mine, rangeOf(table, totals.sums[c], rows))
                    .toUtf8()
                    .constData(),
                formats.column[totals.sums[c]], group.sums[c].toDouble());
            all[c] += group.sums[c].toDouble();
        }
        worksheet_write_string(sheet, r, note, group.note.toUtf8().constData(), formats.text);
    }
    const auto sumOf = [&](lxw_col_t column) {
        char cell[16];
        lxw_col_to_name(cell, column, 0);
        return QStringLiteral("=SUM(%1$2:%1$%2)").arg(QLatin1String(cell)).arg(r + 1).toUtf8();
    };
    worksheet_write_string(sheet, r + 1, 0, Texts::tr("All").toUtf8().constData(), formats.strong);
    worksheet_write_formula_num(
        sheet, r + 1, 2, sumOf(2).constData(), formats.allLines, static_cast<double>(lines));
    for (lxw_col_t c = 0; c < sums; ++c)
        worksheet_write_formula_num(
            sheet, r + 1, 3 + c, sumOf(static_cast<lxw_col_t>(3 + c)).constData(), formats.total, all[c]);
    worksheet_set_column(sheet, 0, 0, 14, nullptr);
    worksheet_set_column(sheet, 1, 1, 28, nullptr);
    worksheet_set_column(sheet, 2, note - 1, 16, nullptr);
    worksheet_set_column(sheet, note, note, 56, nullptr);
    worksheet_freeze_panes(sheet, 1, 0);
    return true;
}

double dateSerial(Day day)
{
    return day + 25'569.0; // 1970-01-01 in Excel's 1900 system
}

} // namespace

Result<std::int64_t> writeXlsx(const ExportTable& table, const QString& path)
{
    const Error failed{
        ErrorCode::Storage,
        Texts::tr("%1 cannot be written.").arg(path).toStdString(),
        Texts::tr("Make room or choose another place.").toStdString(),
        {}};
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE; // a million rows in ten megabytes
    const QByteArray file = path.toUtf8();
    std::unique_ptr<lxw_workbook, CloseBook> book(workbook_new_opt(file.constData(), &options));
    if (!book)
        return failed;

    QByteArray title = table.name.toUtf8();
    QByteArray author("Merchbench");
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.author = author.data();
    properties.created = std::max<std::int64_t>(1, std::int64_t{table.asOf} * 86'400); // 0 would be now
    workbook_set_properties(book.get(), &properties);
    Formats formats(book.get(), table);

    lxw_worksheet* sheet =
        workbook_add_worksheet(book.get(), table.name.left(kMostName).toUtf8().constData());
    if (!sheet)
        return failed;
    const auto columns = static_cast<lxw_col_t>(table.columns.size());
    std::vector<qsizetype> width(columns);
    worksheet_set_row(sheet, 0, 22, nullptr);
    for (lxw_col_t c = 0; c < columns; ++c) {
        const ExportColumn& column = table.columns[c];
        worksheet_write_string(
            sheet, 0, c, column.name.toUtf8().constData(),
            column.kind == ExportColumn::Kind::Text ? formats.heading : formats.numberHeading);
        width[c] = column.name.size() + 4; // room for the filter's button
    }

    std::int64_t rows = 0;
    bool tooMany = false;
    lxw_error wrong = LXW_NO_ERROR;
    const Outcome read = table.rows([&](std::span<const ExportCell> cells) {
        if (rows == kMostRows) {
            tooMany = true;
            return false;
        }
        const auto r = static_cast<lxw_row_t>(++rows);
        for (lxw_col_t c = 0; c < cells.size() && wrong == LXW_NO_ERROR; ++c) {
            const ExportCell& cell = cells[c];
            if (const auto* number = std::get_if<Decimal>(&cell)) {
                const bool fraction =
                    table.columns[c].kind == ExportColumn::Kind::Units && number->text().contains(u'.');
                wrong = worksheet_write_number(
                    sheet, r, c, number->toDouble(), fraction ? formats.weight : formats.column[c]);
                width[c] = std::max(width[c], number->text().size() + 2);
            } else if (const auto* date = std::get_if<DateCell>(&cell)) {
                wrong = worksheet_write_number(sheet, r, c, dateSerial(date->day), formats.column[c]);
                width[c] = std::max<qsizetype>(width[c], 11);
            } else if (const auto* text = std::get_if<QString>(&cell); text && !text->isEmpty()) {
                wrong = worksheet_write_string(
                    sheet, r, c, text->left(kMostText).toUtf8().constData(), formats.column[c]);
                width[c] = std::max(width[c], text->size() + 1);
            }
        }
        return wrong == LXW_NO_ERROR;
    });
    if (!read)
        return read.error();
    if (tooMany)
        return Error{
            ErrorCode::InvalidInput,
            Texts::tr("A sheet holds 1,048,575 rows, and there are more.").toStdString(),
            Texts::tr("Export as CSV or JSON.").toStdString(),
            {}};
    for (lxw_col_t c = 0; c < columns; ++c)
        worksheet_set_column(
            sheet, c, c, std::clamp(static_cast<double>(width[c]), kLeastWidth, kMostWidth), nullptr);
    worksheet_freeze_panes(sheet, 1, 0);
    if (columns > 0)
        worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(rows), static_cast<lxw_col_t>(columns - 1));
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); // A4
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_footer(sheet, "&L&A&R&P / &N");

    if (!table.totals.groups.empty() && !addTotals(book.get(), table, rows, formats))
        return failed;
    if (!table.about.isEmpty()) {
        lxw_worksheet* about = workbook_add_worksheet(book.get(), Texts::tr("About").toUtf8().constData());
        if (!about)
            return failed;
        qsizetype keyWidth = 10, valueWidth = 20;
        lxw_row_t r = 0;
        for (const auto& [key, value] : table.about) {
            worksheet_write_string(about, r, 0, key.toUtf8().constData(), formats.strong);
            worksheet_write_string(about, r++, 1, value.toUtf8().constData(), formats.text);
            keyWidth = std::max(keyWidth, key.size() + 2);
            valueWidth = std::max(valueWidth, value.size() + 2);
        }
        worksheet_set_column(about, 0, 0, static_cast<double>(keyWidth), nullptr);
        worksheet_set_column(
            about, 1, 1, std::min(static_cast<double>(valueWidth), kMostWidth * 1.5), nullptr);
    }
    if (wrong == LXW_NO_ERROR)
        wrong = workbook_close(book.release());
    if (wrong != LXW_NO_ERROR) {
        Error error = failed;
        error.detail = lxw_strerror(wrong);
        return error;
    }
    return rows;
}

} // namespace merch
