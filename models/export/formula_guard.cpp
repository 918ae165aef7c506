#include "models/export/formula_guard.h"

namespace merch
{

bool runsAsFormula(QStringView text)
{
    return !text.isEmpty() && QStringView(u"=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20").contains(text.front());
}

QString guarded(const QString& text)
{
    return runsAsFormula(text) ? u'\'' + text : text;
}

QString unguarded(const QString& text)
{
    return text.startsWith(u'\'') && runsAsFormula(QStringView(text).sliced(1)) ? text.sliced(1) : text;
}

} // namespace merch
