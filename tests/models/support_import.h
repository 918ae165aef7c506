#pragma once

#include "models/import/import_service.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "tests/models/support_store.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <xlsxwriter.h>
#include <zip.h>
#include <zlib.h>

#include <cmath>
#include <map>
#include <memory>

/// An empty store and files to import into it.
namespace merch::test
{

class Imports
{
public:
    explicit Imports(const std::string& currency = "GBP")
    {
        m_store = m_dir.filePath(QStringLiteral("s.merch"));
        const Result<Store> made = Store::create(m_store.toStdString(), currency);
        if (!made)
            qFatal("%s", made.error().text().c_str());
    }
    QString store() const { return m_store; }
    QString path(const char* name) const { return m_dir.filePath(QLatin1String(name)); }
    QString write(const char* name, const QByteArray& content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }
    QString writeGzip(const char* name, const QByteArray& content) const
    {
        const QString file = path(name);
        gzFile out = gzopen(file.toLocal8Bit().constData(), "wb6");
        gzwrite(out, content.constData(), static_cast<unsigned>(content.size()));
        gzclose(out);
        return file;
    }
    QString writeZip(const char* name, const std::map<std::string, QByteArray>& members) const
    {
        const QString file = path(name);
        int error = 0;
        zip_t* archive = zip_open(file.toLocal8Bit().constData(), ZIP_CREATE, &error);
        for (const auto& [member, bytes] : members)
            zip_file_add(
                archive, member.c_str(),
                zip_source_buffer(archive, bytes.constData(), static_cast<zip_uint64_t>(bytes.size()), 0),
                ZIP_FL_OVERWRITE);
        zip_close(archive);
        return file;
    }
    Result<ImportBatch> run(const QStringList& files, const ImportRequest& like = {}) const
    {
        std::vector<ImportRequest> requests;
        for (const QString& file : files) {
            const Result<QStringList> parts = ImportService::parts(file);
            if (!parts)
                return parts.error();
            for (const QString& part : *parts) {
                ImportRequest request = like;
                request.file = file;
                request.part = part;
                requests.push_back(request);
            }
        }
        return ImportService(m_store).run(requests, QStringLiteral("ann"), {}, {});
    }
    Result<ImportBatch> run(const QString& file, const QString& kind) const
    {
        ImportRequest like;
        like.kind = kind;
        return run({file}, like);
    }
    bool undo(qint64 id) const
    {
        return ImportService(m_store).undo(id, QStringLiteral("ann"), {}, {}).has_value();
    }
    /// First column of the first row as text; "" where there is none.
    QString text(const std::string& select) const
    {
        auto opened = Store::open(m_store.toStdString(), Store::Mode::ReadOnly);
        sql::Statement row(opened->db(), select);
        return row.step() ? QString::fromStdString(std::string(row.text(0))) : QString();
    }
    qint64 number(const std::string& select) const { return text(select).toLongLong(); }
    SeriesInfo series(const std::string& sku, const std::string& location = "MAIN") const
    {
        auto opened = Store::open(m_store.toStdString(), Store::Mode::ReadOnly);
        sql::Statement row(
            opened->db(),
            "SELECT s.series_id FROM series s JOIN product USING (product_id) JOIN location USING "
            "(location_id) WHERE sku = ?1 AND code = ?2");
        row.bind(1, sku).bind(2, location);
        if (!row.step())
            return {};
        for (const SeriesInfo& info : loadSeries(*opened)) {
            if (info.seriesId == row.integer(0))
                return info;
        }
        return {};
    }
    std::map<Day, double>
    cells(Measure measure, const std::string& sku, const std::string& location = "MAIN") const
    {
        auto opened = Store::open(m_store.toStdString(), Store::Mode::ReadOnly);
        const SeriesInfo info = series(sku, location);
        std::map<Day, double> all;
        if (info.seriesId == 0)
            return all;
        const MeasureColumn column = loadMeasure(*opened, measure, info);
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const int step = info.grain == Grain::Weekly ? 7 : 1;
            if (!std::isnan(column.values[i]))
                all[column.first + static_cast<Day>(i) * step] = static_cast<double>(column.values[i]);
        }
        return all;
    }
    double units(const std::string& sku, const std::string& location = "MAIN") const
    {
        double sum = 0;
        for (const auto& [day, value] : cells(Measure::Units, sku, location))
            sum += value;
        return sum;
    }
    /// What the store holds, but for the record of what was done and how sources are read.
    QByteArray content() const
    {
        auto opened = Store::open(m_store.toStdString(), Store::Mode::ReadOnly);
        QByteArray all = contentOf(*opened);
        for (const char* left : {"source", "command_log"}) {
            const qsizetype from = all.indexOf("== " + QByteArray(left) + '\n');
            if (from < 0)
                continue;
            const qsizetype to = all.indexOf("\n== ", from);
            all.remove(from, (to < 0 ? all.size() : to + 1) - from);
        }
        return all;
    }

private:
    QTemporaryDir m_dir;
    QString m_store;
};

inline QString why(const Result<ImportBatch>& batch)
{
    return batch ? QString() : QString::fromStdString(batch.error().text());
}

} // namespace merch::test
