#include "app/window/pages.h"

#include "widgets/data/data_page.h"

namespace merch
{

std::vector<Page*> makePages(Workspace& workspace, EditJournal& journal, QWidget* parent)
{
    return {
        new DataPage(workspace, journal, parent),
    };
}

} // namespace merch
