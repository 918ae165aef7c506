#include "models/export/export_service.h"

#include "models/approval/audit_log.h"
#include "models/approval/line_set.h"
#include "models/export/data_tables.h"
#include "models/export/export_selection.h"
#include "models/export/part_file.h"
#include "models/export/plan_tables.h"
#include "models/export/purchase_order_pdf.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

namespace merch
{
namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ExportService)
};

QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Error usage(const QString& what, const QString& remedy)
{
    return {ErrorCode::Usage, what.toStdString(), remedy.toStdString(), {}};
}

enum class Format : std::uint8_t { Csv, Xlsx, Json, Pdf };

Result<Format> formatOf(const ExportRequest& request)
{
    QString name = request.format.toLower();
    if (name.isEmpty()) {
        const QString ending = QFileInfo(request.file).suffix().toLower();
        if (ending == u"xlsx" || ending == u"json" || ending == u"pdf" || ending == u"csv")
            name = ending;
        else
            name = QFileInfo(request.file).isDir() ? QStringLiteral("pdf") : QStringLiteral("csv");
    }
    if (name == u"csv")
        return Format::Csv;
    if (name == u"xlsx")
        return Format::Xlsx;
    if (name == u"json")
        return Format::Json;
    if (name == u"pdf" && request.what == u"purchase-orders" && request.preset.isEmpty())
        return Format::Pdf;
    if (name == u"pdf")
        return usage(
            Texts::tr("Only purchase orders are written as PDF."), Texts::tr("Choose csv, xlsx or json."));
    return usage(
        Texts::tr("%1 is no format.").arg(name),
        Texts::tr("Choose csv, xlsx, json or, for purchase orders, pdf."));
}

Outcome checkRequest(const ExportRequest& request)
{
    if (!ExportService::kinds().contains(request.what))
        return usage(
            Texts::tr("There is no export %1.").arg(request.what),
            Texts::tr("There are: %1.").arg(ExportService::kinds().join(QLatin1String(", "))));
    if (!request.preset.isEmpty() && request.what != u"order-points" && request.what != u"reorder-plan")
        return usage(
            Texts::tr("%1 has no presets.").arg(request.what),
            Texts::tr("Presets are for order-points and reorder-plan."));
    if (!request.preset.isEmpty() && !exportPresets().contains(request.preset))
        return usage(
            Texts::tr("There is no export preset %1.").arg(request.preset),
            Texts::tr("There are: %1.").arg(exportPresets().join(QLatin1String(", "))));
    if (!request.supplier.isEmpty() && request.what != u"purchase-orders")
        return usage(
            Texts::tr("A supplier is chosen for purchase orders only."), Texts::tr("Leave --supplier out."));
    return success();
}

/// One file with its reverse, written but not yet in place.
struct Written {
    PartFile forward;
    std::unique_ptr<PartFile> reverse;
    std::vector<int> lines;
    std::int64_t rows = 0;
    QString sha256, reverseSha256;
};

TableFormat tableFormat(Format format)
{
    return format == Format::Xlsx   ? TableFormat::Xlsx
           : format == Format::Json ? TableFormat::Json
                                    : TableFormat::Csv;
}

class PlanExport
{
public:
    PlanExport(Store& store, const ExportRequest& request, Format format, ExportSelection selection)
        : m_store(store)
        , m_request(request)
        , m_format(format)
        , m_selection(std::move(selection))
        , m_currency(QString::fromStdString(store.currency()))
        , m_digits(currencyDigits(store.currency()))
    {
    }

    Result<std::vector<Written>> write()
    {
        std::vector<PlanRow> rows = planRows(m_store, m_selection.plan, m_selection.lines);
        if (m_request.what == u"purchase-orders") // each order's lines stand together
            std::stable_sort(rows.begin(), rows.end(), [](const PlanRow& a, const PlanRow& b) {
                return std::tie(a.supplier, a.location) < std::tie(b.supplier, b.location);
            });
        readSuppliers(rows);
        std::map<QString, std::vector<PlanRow>> files;
        if (m_format == Format::Pdf && QFileInfo(m_request.file).isDir()) {
            for (const PlanRow& row : rows) {
                QString name = orderNumber(m_selection.plan.planId, row.supplier);
                for (QChar& c : name) // a supplier's code may hold what no file name can
                    if (!c.isLetterOrNumber() && c != u'-' && c != u'_' && c != u'.')
                        c = u'_';
                files[m_request.file + u'/' + name + QStringLiteral(".pdf")].push_back(row);
            }
        } else {
            files[m_request.file] = rows;
        }
        std::vector<Written> written;
        for (const auto& [place, part] : files) {
            auto one = writeOne(place, part);
            if (!one)
                return one.error();
            written.push_back(std::move(*one));
        }
        return written;
    }

    /// Orders below what their supplier accepts, in words.
    QStringList notes() const
    {
        QStringList said;
        if (m_request.what == u"order-points" || !m_request.preset.isEmpty())
            return said;
        for (const auto& [code, supplier] : m_suppliers)
            if (const QString note = noteOf(supplier); !note.isEmpty())
                said << Texts::tr("%1: %2.").arg(orderNumber(m_selection.plan.planId, code), note);
        return said;
    }

private:
    struct Supplier {
        QString name;
        std::int64_t value = 0, minimum = 0; ///< minor units
    };

    void readSuppliers(const std::vector<PlanRow>& rows)
    {
        sql::Statement read(
            m_store.db(), "SELECT coalesce(min_order_value, 0) FROM supplier WHERE code = ?1");
        for (const PlanRow& row : rows) {
            const auto [found, isNew] = m_suppliers.try_emplace(row.supplier);
            found->second.value += row.orderValueMinor;
            if (!isNew)
                continue;
            found->second.name = row.supplierName;
            read.bind(1, row.supplier.toStdString());
            if (read.step())
                found->second.minimum = read.integer(0);
            read.reset();
        }
    }

    QString money(std::int64_t minor) const { return Decimal{minor, m_digits, m_digits}.text(); }

    QString noteOf(const Supplier& supplier) const
    {
        if (supplier.value == 0 || supplier.value >= supplier.minimum)
            return {};
        return Texts::tr("%1 %2 is below the supplier's minimum of %3")
            .arg(m_currency, money(supplier.value), money(supplier.minimum));
    }

    /// By supplier over the columns that add up.
    ExportTotals
    totalsOf(const ExportTable& table, const std::vector<PlanRow>& rows, Direction direction) const
    {
        ExportTotals totals;
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const QString& name = table.columns[c].name;
            if (name == u"supplier")
                totals.keyColumn = c;
            else if (name == u"order_value" || name == u"expected_margin_saved")
                totals.sums.push_back(c);
        }
        std::map<QString, ExportTotals::Group> groups;
        const std::int64_t sign = direction == Direction::Reverse ? -1 : 1;
        for (const PlanRow& row : rows) {
            const auto [found, isNew] = groups.try_emplace(row.supplier);
            ExportTotals::Group& group = found->second;
            if (isNew) {
                const Supplier& supplier = m_suppliers.at(row.supplier);
                group.key = row.supplier;
                group.name = supplier.name;
                group.note = direction == Direction::Forward ? noteOf(supplier) : QString();
                group.sums.assign(totals.sums.size(), Decimal{0, m_digits, m_digits});
            }
            ++group.lines;
            for (std::size_t s = 0; s < totals.sums.size(); ++s)
                group.sums[s].value +=
                    sign * (table.columns[totals.sums[s]].name == u"order_value" ? row.orderValueMinor
                                                                                 : row.marginSaved.value);
        }
        for (auto& [key, group] : groups)
            totals.groups.push_back(std::move(group));
        return totals;
    }

    Result<Written> writeOne(const QString& place, const std::vector<PlanRow>& rows)
    {
        auto forward = PartFile::begin(place);
        if (!forward)
            return forward.error();
        auto reverse = PartFile::begin(ExportService::reverseName(place));
        if (!reverse)
            return reverse.error();
        Written written{std::move(*forward), std::make_unique<PartFile>(std::move(*reverse)), {}, 0, {}, {}};
        for (const PlanRow& row : rows)
            written.lines.push_back(row.line);
        std::sort(written.lines.begin(), written.lines.end());
        const auto count = fill(rows, Direction::Forward, written.forward.path());
        if (!count)
            return count.error();
        written.rows = *count;
        if (const auto undone = fill(rows, Direction::Reverse, written.reverse->path()); !undone)
            return undone.error();
        auto hash = written.forward.seal();
        if (!hash)
            return hash.error();
        auto reverseHash = written.reverse->seal();
        if (!reverseHash)
            return reverseHash.error();
        written.sha256 = *hash;
        written.reverseSha256 = *reverseHash;
        return written;
    }

    Result<std::int64_t> fill(const std::vector<PlanRow>& rows, Direction direction, const QString& path)
    {
        const plans::Head& plan = m_selection.plan;
        if (m_format == Format::Pdf) {
            PurchaseOrderDocument document;
            document.rows = rows;
            document.planId = plan.planId;
            document.ordered = static_cast<Day>(plan.asOf + 1);
            document.buyer = approver();
            document.shop = QFileInfo(QString::fromStdString(m_store.path())).completeBaseName();
            document.currency = m_currency;
            document.moneyDigits = m_digits;
            document.cancellation = direction == Direction::Reverse;
            document.madeAt = plan.asOf * 86'400'000; // the same plan gives the same bytes
            const auto pages = writePurchaseOrders(document, path);
            if (!pages)
                return pages.error();
            return static_cast<std::int64_t>(rows.size());
        }
        ExportTable table;
        if (!m_request.preset.isEmpty()) {
            auto preset = presetTable(m_request.preset, rows, direction);
            if (!preset)
                return preset.error();
            table = std::move(*preset);
        } else if (m_request.what == u"order-points") {
            table = orderPointTable(rows, direction, m_selection.report);
        } else if (m_request.what == u"purchase-orders") {
            table =
                purchaseOrderTable(rows, plan.planId, static_cast<Day>(plan.asOf + 1), m_digits, direction);
        } else {
            table = reorderTable(rows, m_digits, direction);
        }
        table.asOf = static_cast<Day>(plan.asOf);
        table.about = about(rows, direction);
        if (m_request.preset.isEmpty() && m_request.what != u"order-points")
            table.totals = totalsOf(table, rows, direction);
        return writeTable(table, tableFormat(m_format), path);
    }

    QList<std::pair<QString, QString>> about(const std::vector<PlanRow>& rows, Direction direction) const
    {
        const plans::Head& plan = m_selection.plan;
        std::int64_t value = 0;
        for (const PlanRow& row : rows)
            value += row.orderValueMinor;
        QList<std::pair<QString, QString>> about;
        if (direction == Direction::Reverse)
            about << std::pair(
                Texts::tr("What this is"),
                Texts::tr("The reverse: sending it undoes the export of plan %1.").arg(plan.planId));
        else if (m_selection.report)
            about << std::pair(
                Texts::tr("What this is"),
                Texts::tr("A report. Plan %1 was not approved: nothing of it may be ordered.")
                    .arg(plan.planId));
        else
            about << std::pair(
                Texts::tr("What this is"), Texts::tr("The approved lines of plan %1.").arg(plan.planId));
        about << std::pair(Texts::tr("State"), stateWord(plan.state));
        about << std::pair(Texts::tr("Data up to"), isoDay(static_cast<Day>(plan.asOf)));
        about << std::pair(Texts::tr("Made by"), QString::fromStdString(plan.madeBy));
        if (!m_selection.report)
            about << std::pair(Texts::tr("Approved by"), approver());
        about << std::pair(Texts::tr("Lines"), QString::number(rows.size()));
        about << std::pair(
            Texts::tr("Order value"), Decimal{value, m_digits, m_digits}.text() + u' ' + m_currency);
        return about;
    }

    QString approver() const
    {
        sql::Statement read(
            m_store.db(), "SELECT user FROM decision WHERE plan_id = ?1 AND action = 'approve'"
                          " ORDER BY decision_id DESC LIMIT 1");
        read.bind(1, m_selection.plan.planId);
        return read.step() ? qs(read.text(0)) : QString();
    }

    Store& m_store;
    const ExportRequest& m_request;
    Format m_format;
    ExportSelection m_selection;
    QString m_currency;
    int m_digits;
    std::map<QString, Supplier> m_suppliers;
};

/// Records one file and what it makes of the plan's lines. Inside the transaction of the export.
void record(
    Store& store, const ExportRequest& request, Format format, const ExportSelection* selection,
    const Written& file, PlanState after)
{
    static constexpr const char* kNames[] = {"csv", "xlsx", "json", "pdf"};
    const std::int64_t plan = selection ? selection->plan.planId : 0;
    const bool moves = selection && selection->moves;
    QJsonObject body{
        {QStringLiteral("what"), request.what},
        {QStringLiteral("preset"), request.preset},
        {QStringLiteral("file"), QFileInfo(file.forward.place()).absoluteFilePath()},
        {QStringLiteral("reverse_file"),
         file.reverse ? QFileInfo(file.reverse->place()).absoluteFilePath() : QString()},
        {QStringLiteral("format"), QLatin1String(kNames[static_cast<std::size_t>(format)])},
        {QStringLiteral("sha256"), file.sha256},
        {QStringLiteral("reverse_sha256"), file.reverseSha256},
        {QStringLiteral("rows"), static_cast<qint64>(file.rows)},
        {QStringLiteral("again"), request.again},
        {QStringLiteral("report"), selection && selection->report},
        {QStringLiteral("moves"), moves},
        {QStringLiteral("lines"), packLines(file.lines)}};
    if (selection)
        body.insert(QStringLiteral("state"), stateWord(after));
    const std::int64_t entry = audit::append(
        store, request.user, QStringLiteral("export"), selection ? QStringLiteral("plan") : request.what,
        selection ? QString::number(plan) : QString(), body);

    sql::Statement insert(
        store.db(),
        "INSERT INTO export (what, plan_id, file, reverse_file, format, rows, sha256, at, user, preset,"
        " reverse_sha256, report, audit_entry) SELECT ?1, nullif(?2, 0), ?3, nullif(?4, ''), ?5, ?6, ?7,"
        " at, ?8, ?9, nullif(?10, ''), ?11, ?12 FROM audit WHERE entry_id = ?12");
    insert.bind(1, request.what.toStdString()).bind(2, plan);
    insert.bind(3, QFileInfo(file.forward.place()).absoluteFilePath().toStdString());
    insert.bind(
        4, file.reverse ? QFileInfo(file.reverse->place()).absoluteFilePath().toStdString() : std::string());
    insert.bind(5, kNames[static_cast<std::size_t>(format)])
        .bind(6, file.rows)
        .bind(7, file.sha256.toStdString());
    insert.bind(8, request.user.toStdString()).bind(9, request.preset.toStdString());
    insert.bind(10, file.reverseSha256.toStdString())
        .bind(11, selection && selection->report)
        .bind(12, entry)
        .run();
    if (!selection)
        return;

    sql::Statement line(
        store.db(), "INSERT INTO export_line (plan_id, line, export_id)"
                    " VALUES (?1, ?2, (SELECT max(export_id) FROM export))");
    sql::Statement move(
        store.db(), "UPDATE plan_line SET state = 'exported' WHERE plan_id = ?1 AND line = ?2");
    for (const int number : file.lines) {
        line.bind(1, plan).bind(2, number).run();
        if (moves)
            move.bind(1, plan).bind(2, number).run();
    }
    if (moves) {
        sql::Statement state(store.db(), "UPDATE plan SET state = ?2 WHERE plan_id = ?1");
        state.bind(1, plan).bind(2, stateWord(after).toStdString()).run();
    }
}

/// The plan is exported once no approved line of it stays behind and none waits.
PlanState stateAfter(
    Store& store, const ExportSelection& selection, const std::vector<Written>& files, std::size_t upTo)
{
    if (!selection.moves || selection.plan.state != PlanState::Approved)
        return selection.plan.state;
    std::vector<int> leaving;
    for (std::size_t i = 0; i <= upTo; ++i)
        leaving.insert(leaving.end(), files[i].lines.begin(), files[i].lines.end());
    std::sort(leaving.begin(), leaving.end());
    sql::Statement read(
        store.db(), "SELECT line FROM plan_line WHERE plan_id = ?1 AND state = 'approved' AND " +
                        std::string(plans::kOrders));
    read.bind(1, selection.plan.planId);
    while (read.step())
        if (!std::binary_search(leaving.begin(), leaving.end(), static_cast<int>(read.integer(0))))
            return PlanState::Approved;
    return PlanState::Exported;
}

} // namespace

ExportService::ExportService(const QString& storePath)
    : m_path(storePath)
{
}

QStringList ExportService::kinds()
{
    return {QStringLiteral("forecasts"),       QStringLiteral("reorder-plan"), QStringLiteral("order-points"),
            QStringLiteral("purchase-orders"), QStringLiteral("findings"),     QStringLiteral("problems")};
}

QStringList ExportService::presets()
{
    return exportPresets();
}

QString ExportService::reverseName(const QString& file)
{
    const qsizetype slash = file.lastIndexOf(u'/'), dot = file.lastIndexOf(u'.');
    if (dot <= slash + 1)
        return file + QStringLiteral(".reverse");
    return file.left(dot) + QStringLiteral(".reverse") + file.mid(dot);
}

Result<ExportResult> ExportService::write(const ExportRequest& request, const Progress& progress) const
{
    if (const Outcome good = checkRequest(request); !good)
        return good.error();
    const auto format = formatOf(request);
    if (!format)
        return format.error();
    return reporting("export", [&]() -> Result<ExportResult> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        store->db().execute("PRAGMA synchronous = FULL");
        const Error stopped{
            ErrorCode::Cancelled,
            Texts::tr("The export was stopped; nothing was written.").toStdString(),
            {},
            {}};
        const bool ofPlan = isPlanExport(request.what);

        // The files are made from one snapshot, without holding up who writes.
        ExportResult result;
        std::vector<Written> files;
        ExportSelection selection;
        store->db().execute("BEGIN");
        const auto readOnly = [&]() -> Outcome {
            if (ofPlan) {
                auto chosen = selectLines(*store, request);
                if (!chosen)
                    return chosen.error();
                selection = *chosen;
                if (const Outcome may = mayLeave(selection, request); !may)
                    return may.error();
                PlanExport leaving(*store, request, *format, selection);
                auto written = leaving.write();
                if (!written)
                    return written.error();
                files = std::move(*written);
                result.notes = leaving.notes();
                return success();
            }
            auto table = dataTable(*store, request.what, progress);
            if (!table)
                return table.error();
            auto part = PartFile::begin(request.file);
            if (!part)
                return part.error();
            const ExportTable watched = [&] {
                ExportTable inner = *table;
                inner.rows = [rows = table->rows, &progress](const RowSink& sink) {
                    std::size_t done = 0;
                    return rows([&](std::span<const ExportCell> cells) {
                        return (++done % 10'000 != 0 || !progress || progress(done, 0)) && sink(cells);
                    });
                };
                return inner;
            }();
            const auto rows = writeTable(watched, tableFormat(*format), part->path());
            if (!rows)
                return rows.error();
            auto hash = part->seal();
            if (!hash)
                return hash.error();
            files.push_back({std::move(*part), nullptr, {}, *rows, *hash, {}});
            return success();
        };
        const Outcome made = readOnly();
        store->db().execute("COMMIT");
        if (!made)
            return made.error();
        if (progress && !progress(1, 1))
            return stopped;

        sql::Transaction transaction(store->db());
        if (ofPlan) {
            const auto now = selectLines(*store, request);
            if (!now)
                return now.error();
            if (const Outcome may = mayLeave(*now, request); !may)
                return may.error();
            if (now->lines != selection.lines || now->plan.state != selection.plan.state)
                return Error{
                    ErrorCode::Refused,
                    Texts::tr("Plan %1 was changed while it was being exported.")
                        .arg(selection.plan.planId)
                        .toStdString(),
                    Texts::tr("Export it again.").toStdString(),
                    {}};
        }
        result.state = selection.plan.state;
        for (std::size_t i = 0; i < files.size(); ++i) {
            result.state = stateAfter(*store, selection, files, i);
            record(*store, request, *format, ofPlan ? &selection : nullptr, files[i], result.state);
        }
        if (!request.commandLine.isEmpty())
            store->logCommand(request.user.toStdString(), request.commandLine.toStdString(), "exported");
        transaction.commit();
        // After the commit: an order that left unrecorded could leave twice, a recorded one that is missing
        // is seen.
        for (Written& file : files) {
            const auto lost = [&](const Error& error) {
                Error told = error;
                if (ofPlan)
                    told.remedy +=
                        Texts::tr(" The export is recorded: say --again to write it anew.").toStdString();
                return told;
            };
            if (file.reverse) {
                if (const Outcome placed = file.reverse->putInPlace(); !placed)
                    return lost(placed.error());
                result.reverseFiles << file.reverse->place();
            }
            if (const Outcome placed = file.forward.putInPlace(); !placed) {
                if (file.reverse)
                    QFile::remove(file.reverse->place());
                return lost(placed.error());
            }
            result.files << file.forward.place();
            result.rows += file.rows;
        }
        result.planId = ofPlan ? selection.plan.planId : 0;
        result.report = selection.report;
        return result;
    });
}

ExportCheck ExportService::check(const ExportRequest& request) const
{
    ExportCheck found;
    const auto why = reporting("look at the plan", [&]() -> Outcome {
        if (const Outcome good = checkRequest(request); !good)
            return good.error();
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        if (!isPlanExport(request.what)) {
            const auto table = dataTable(*store, request.what, {});
            return table ? success() : Outcome(table.error());
        }
        const auto selection = selectLines(*store, request);
        if (!selection)
            return selection.error();
        found.left = selection->left;
        found.leftHow = selection->leftHow;
        return success();
    });
    if (!why)
        found.refusal = QString::fromStdString(why.error().text());
    return found;
}

Result<ClipboardTable> ExportService::clipboard(std::int64_t planId, const std::vector<int>& lines) const
{
    return reporting("copy the lines", [&]() -> Result<ClipboardTable> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        ExportRequest request;
        request.what = QStringLiteral("reorder-plan");
        request.planId = planId;
        const auto plan = plans::head(*store, planId);
        if (!plan)
            return plan.error();
        std::vector<int> chosen = lines;
        std::sort(chosen.begin(), chosen.end());
        if (chosen.empty()) {
            sql::Statement read(
                store->db(), "SELECT line FROM plan_line WHERE plan_id = ?1 AND " +
                                 std::string(plans::kOrders) + " ORDER BY line");
            read.bind(1, plan->planId);
            while (read.step())
                chosen.push_back(static_cast<int>(read.integer(0)));
        }
        const std::vector<PlanRow> rows = planRows(*store, *plan, chosen);
        const ExportTable table = reorderTable(rows, currencyDigits(store->currency()), Direction::Forward);
        ClipboardTable copied;
        const QString point = QLocale().decimalPoint();
        QStringList heads;
        for (const ExportColumn& column : table.columns)
            heads << column.name;
        copied.addHeading(heads);
        const Outcome read = table.rows([&](std::span<const ExportCell> cells) {
            std::vector<ClipboardCell> line;
            for (const ExportCell& cell : cells) {
                const auto* number = std::get_if<Decimal>(&cell);
                const auto* text = std::get_if<QString>(&cell);
                if (number)
                    line.push_back({number->text().replace(u'.', point), true});
                else
                    line.push_back({text ? *text : QString()});
            }
            copied.add(line);
            return true;
        });
        if (!read)
            return read.error();
        return copied;
    });
}

} // namespace merch
