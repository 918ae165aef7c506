#include "models/workspace/search.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <optional>
#include <string>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// Each word quoted (so that no sign of the query language works) and by its beginning.
std::string matchOf(const QString& words)
{
    QString match;
    QString word;
    const auto flush = [&] {
        if (!word.isEmpty())
            match += u'"' + word + u"\"* "_s;
        word.clear();
    };
    for (const QChar c : words)
        if (c.isLetterOrNumber())
            word += c;
        else
            flush();
    flush();
    return match.trimmed().toStdString();
}

} // namespace

struct ProductSearch::State {
    explicit State(const QString& storePath) : path(storePath.toStdString()) {}
    std::string path;
    std::optional<sql::Connection> db;
};

ProductSearch::ProductSearch(const QString& storePath) : m_state(std::make_unique<State>(storePath)) {}
ProductSearch::~ProductSearch() = default;
ProductSearch::ProductSearch(ProductSearch&&) noexcept = default;
ProductSearch& ProductSearch::operator=(ProductSearch&&) noexcept = default;

Result<std::vector<ProductHit>> ProductSearch::find(const QString& words, int limit)
{
    return reporting("search the products", [&]() -> Result<std::vector<ProductHit>> {
        std::vector<ProductHit> hits;
        const QString trimmed = words.trimmed();
        if (trimmed.isEmpty())
            return hits;
        if (!m_state->db)
            m_state->db.emplace(m_state->path, sql::Connection::Mode::ReadOnly);
        sql::Connection& db = *m_state->db;
        const auto take = [&](sql::Statement& rows) {
            while (rows.step() && static_cast<int>(hits.size()) < limit) {
                const int id = static_cast<int>(rows.integer(0));
                bool known = false;
                for (const ProductHit& hit : hits)
                    known |= hit.productId == id;
                if (!known)
                    hits.push_back({id, text(rows, 1), text(rows, 2), text(rows, 3)});
            }
        };
        sql::Statement bySku(
            db, "SELECT p.product_id, p.sku, p.title, c.name FROM product p LEFT JOIN category c USING (category_id)"
                " WHERE p.sku >= ?1 AND p.sku < ?1 || char(0x10FFFF) ORDER BY p.sku LIMIT ?2");
        bySku.bind(1, trimmed.toStdString()).bind(2, limit);
        take(bySku);
        if (const std::string match = matchOf(trimmed); !match.empty() && static_cast<int>(hits.size()) < limit) {
            sql::Statement byWords(
                db, "SELECT p.product_id, p.sku, p.title, c.name FROM product_search s"
                    " JOIN product p ON p.product_id = s.rowid LEFT JOIN category c USING (category_id)"
                    " WHERE product_search MATCH ?1 LIMIT ?2");
            byWords.bind(1, match).bind(2, limit);
            take(byWords);
        }
        return hits;
    });
}

Result<ScopeChoices> scopeChoices(const QString& storePath)
{
    return reporting("read locations and categories", [&]() -> Result<ScopeChoices> {
        ScopeChoices choices;
        sql::Connection db(storePath.toStdString(), sql::Connection::Mode::ReadOnly);
        sql::Statement locations(db, "SELECT code, coalesce(name, code) FROM location ORDER BY 2 COLLATE NOCASE");
        while (locations.step())
            choices.locations.push_back({text(locations, 0), text(locations, 1)});
        sql::Statement categories(db, "SELECT path, name, depth FROM category WHERE depth <= 2 ORDER BY path LIMIT 400");
        while (categories.step())
            choices.categories.push_back(
                {text(categories, 0), QString(2 * static_cast<int>(categories.integer(2)), QChar(QChar::Nbsp)) + text(categories, 1)});
        return choices;
    });
}

} // namespace merch
