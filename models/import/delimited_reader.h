#pragma once

#include "models/import/byte_source.h"
#include "models/import/row_reader.h"

#include <deque>
#include <memory>
#include <optional>

namespace merch
{

enum class Encoding { Ascii, Utf8, Utf16Le, Utf16Be, Latin1, Windows1252 };
const char* encodingName(Encoding encoding);

/// How records and fields are kept apart.
struct Dialect {
    char delimiter = ','; ///< ' ' = runs of blanks
    bool bareCr = false;  ///< a lone CR ends a record
    bool operator==(const Dialect&) const = default;
};

/// The bytes of a source as UTF-8, whatever they were. A byte that fits no encoding is handed on as 0xFF, so
/// that the record it stands in can be rejected.
class TextReader
{
public:
    /// `asked` overrules what the bytes look like.
    explicit TextReader(std::unique_ptr<ByteSource> source, std::optional<Encoding> asked = {});
    std::size_t read(char* to, std::size_t n);
    Encoding encoding() const { return m_encoding; }
    bool sawBadByte() const { return m_bad; }
    double share() const;

private:
    std::size_t convert(char* to, std::size_t n);
    void settle(std::string_view block);
    std::unique_ptr<ByteSource> m_source;
    std::optional<Encoding> m_asked;
    Encoding m_encoding = Encoding::Ascii;
    bool m_begun = false, m_bad = false, m_single = false;
    std::string m_raw; ///< read but not yet handed on
    std::size_t m_rawAt = 0;
};

/// RFC 4180 with any delimiter: quoted fields may hold delimiters, line breaks and doubled quotes; a quote
/// inside an unquoted field is text. What cannot be split is handed out as a fault with its line, and reading
/// goes on at the next line.
class DelimitedReader final : public RowReader
{
public:
    static constexpr std::size_t kMostRecord = 16U << 20; ///< longer ones end the reading with an error
    static constexpr std::size_t kMostFields = 8192;

    DelimitedReader(
        std::unique_ptr<ByteSource> source, const Dialect& dialect, std::optional<Encoding> encoding = {});
    ~DelimitedReader() override;
    bool next(Record& record) override;
    double share() const override { return m_text.share(); }
    bool cutOff() const override { return m_cut; }
    Encoding encoding() const { return m_text.encoding(); }

private:
    enum class Scan { Done, NeedMore, Broken };
    Scan split(Record& record, const char* begin, const char*& after, std::int64_t& lines);
    Scan splitBlanks(Record& record, const char* begin, const char*& after);
    const char* lineEnd(const char* begin, const char* end) const;
    bool fill();

    TextReader m_text;
    Dialect m_dialect;
    std::string m_buffer;
    const char* m_at = nullptr;
    const char* m_end = nullptr;
    std::int64_t m_line = 1;
    bool m_eof = false, m_cut = false;
    std::size_t m_usual = 0; ///< fields of the first record
    std::deque<std::string> m_unquoted;
    std::size_t m_unquotedUsed = 0;
    const char* m_why = "";
};

/// Delimiter and record end by the first block of the text (UTF-8).
Dialect guessDialect(std::string_view sample);

/// Is this whole UTF-8 without NUL? A sequence cut at the end counts as whole where `open`.
bool isUtf8(std::string_view text, bool open = false);

} // namespace merch
