#include "app/window/pages.h"

#include "widgets/approvals/approvals_page.h"
#include "widgets/data/data_page.h"
#include "widgets/forecast/forecast_page.h"
#include "widgets/reorder/reorder_page.h"
#include "widgets/today/today_page.h"

namespace merch
{

std::vector<Page*> makePages(Workspace& workspace, EditJournal& journal, QWidget* parent)
{
    return {
        new TodayPage(workspace, parent),
        new DataPage(workspace, journal, parent),
        new ForecastPage(workspace, journal, parent),
        new ReorderPage(workspace, journal, parent),
        new ApprovalsPage(workspace, parent),
    };
}

} // namespace merch
