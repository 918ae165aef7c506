#pragma once

#include "models/workspace/edit_journal.h"

#include <QTest>

#include <functional>
#include <optional>

/// Edits, undo and redo to their end, for tests that go step by step.
namespace merch::test
{

inline Outcome toTheEnd(const std::function<void(EditJournal::Ended)>& start)
{
    std::optional<Outcome> came;
    start([&came](const Outcome& outcome) { came = outcome; });
    if (!QTest::qWaitFor([&came] { return came.has_value(); }, 10'000))
        return Error{ErrorCode::Internal, "The journal never answered.", {}, {}};
    return *came;
}

inline Outcome undone(EditJournal& journal)
{
    return toTheEnd([&journal](EditJournal::Ended ended) { journal.undo(std::move(ended)); });
}

inline Outcome redone(EditJournal& journal)
{
    return toTheEnd([&journal](EditJournal::Ended ended) { journal.redo(std::move(ended)); });
}

inline Outcome
edited(EditJournal& journal, const QString& page, const QString& kind, const EditJournal::Edit& edit)
{
    return toTheEnd([&](EditJournal::Ended ended) { journal.edit(page, kind, edit, std::move(ended)); });
}

} // namespace merch::test
