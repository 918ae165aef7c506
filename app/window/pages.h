#pragma once

#include <vector>

class QWidget;

namespace merch
{

class EditJournal;
class Page;
class Workspace;

/// The workspaces of the left rail, in their order. A page appears here when it works.
std::vector<Page*> makePages(Workspace& workspace, EditJournal& journal, QWidget* parent);

} // namespace merch
