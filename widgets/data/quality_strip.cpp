#include "widgets/data/quality_strip.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QLabel>
#include <QPainter>
#include <QStackedLayout>

#include <algorithm>

namespace merch
{

namespace
{

constexpr int kHeight = 132;
constexpr int kLeastColumn = 98; ///< for the longest name

} // namespace

QualityStrip::QualityStrip(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("card"));
    setFixedHeight(theme::px(kHeight));
    m_score = kit::label(QString(), "hero");
    m_change = kit::label(QString(), "muted");
    m_held = kit::wrapped(QString(), "muted");
    auto* left = kit::tight(new QVBoxLayout, 2);
    left->addWidget(kit::label(tr("Data quality"), "h2"));
    left->addWidget(m_score);
    left->addWidget(m_change);
    left->addStretch();
    left->addWidget(m_held);
    auto* leftBox = new QWidget;
    leftBox->setLayout(left);
    leftBox->setFixedWidth(theme::px(160));

    m_canvas = new kit::Canvas(
        tr("Scores by dimension"), {400, 96}, [this](QPainter& p, const QRectF& r) { drawDimensions(p, r); });
    m_canvas->setMinimumWidth(0);
    m_canvas->setMaximumWidth(QWIDGETSIZE_MAX);
    m_canvas->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_body = new QWidget;
    auto* row = kit::tight(new QHBoxLayout(m_body), 16, {16, 14, 16, 12});
    row->addWidget(leftBox);
    row->addWidget(kit::hairline(true));
    row->addWidget(m_canvas, 1);

    m_empty = new kit::EmptyState(
        QStringLiteral("shield-check"), tr("Nothing was checked yet."),
        tr("The checks find what would poison a plan: missing costs, sales without stock, gaps in the "
           "calendar."),
        tr("Run the checks"));
    connect(m_empty, &kit::EmptyState::actionClicked, this, &QualityStrip::checkRequested);
    auto* stack = new QStackedLayout(this);
    stack->addWidget(m_body);
    stack->addWidget(m_empty);
    stack->setCurrentWidget(m_empty);
}

void QualityStrip::setOverview(const DataOverview& overview)
{
    m_dimensions = overview.dimensions;
    static_cast<QStackedLayout*>(layout())->setCurrentWidget(
        overview.checked ? m_body : static_cast<QWidget*>(m_empty));
    if (!overview.checked)
        return;
    const double score = overview.scores.back().score * 100.0;
    m_score->setText(
        tr("%1 <span style='font-size:12px;font-weight:400'>of 100</span>").arg(format::decimal(score, 1)));
    if (overview.scores.size() > 1) {
        const double before = overview.scores.front().score * 100.0;
        m_change->setText(tr("%1%2 over %n checks", nullptr, static_cast<int>(overview.scores.size()))
                              .arg(
                                  score >= before ? QStringLiteral("+") : QString::fromUtf8("\u2212"),
                                  format::decimal(std::abs(score - before), 1)));
    } else {
        m_change->setText(tr("first check"));
    }
    m_held->setText(
        overview.heldBack > 0 ? tr("%n series kept to the simple rule", nullptr, overview.heldBack)
                              : tr("No series is held back"));
    QStringList spoken;
    for (const QualityDimension& dimension : m_dimensions)
        spoken += tr("%1 %2").arg(readable(dimension.name), format::decimal(dimension.score * 100.0, 1));
    m_canvas->setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    m_canvas->update();
}

void QualityStrip::drawDimensions(QPainter& painter, const QRectF& r) const
{
    if (m_dimensions.empty())
        return;
    const Tokens& k = theme::t();
    const double width = r.width() / static_cast<double>(m_dimensions.size());
    if (width < theme::px(kLeastColumn)) {
        drawRows(painter, r);
        return;
    }
    for (std::size_t i = 0; i < m_dimensions.size(); ++i) {
        const QualityDimension& dimension = m_dimensions[i];
        const double gap = i + 1 < m_dimensions.size() ? theme::px(12) : 0.0;
        const QRectF box(r.left() + static_cast<double>(i) * width, r.top(), width - gap, r.height());
        draw::text(
            painter, {box.left(), box.top(), box.width(), theme::px(18) * 1.0}, readable(dimension.name),
            k.muted, 12);
        const double score = dimension.score * 100.0;
        draw::text(
            painter, {box.left(), box.top() + theme::px(19), box.width(), theme::px(24) * 1.0},
            format::decimal(score, 1), score < 90 ? k.bad : k.text, 16, QFont::DemiBold);
        const QRectF chart(box.left(), box.top() + theme::px(50), box.width(), box.height() - theme::px(54));
        painter.setPen(QPen(k.grid, 1));
        painter.drawLine(chart.bottomLeft(), chart.bottomRight());
        if (dimension.history.size() > 1) {
            // All dimensions on one scale, from the lowest score that any of them ever had.
            double lowest = 1.0;
            for (const QualityDimension& other : m_dimensions)
                lowest = std::min(lowest, *std::min_element(other.history.begin(), other.history.end()));
            QPolygonF line;
            for (std::size_t n = 0; n < dimension.history.size(); ++n)
                line << QPointF(
                    chart.left() + chart.width() * static_cast<double>(n) /
                                       static_cast<double>(dimension.history.size() - 1),
                    chart.bottom() - 2 -
                        (chart.height() - 6) * (dimension.history[n] - lowest) /
                            std::max(0.01, 1.0 - lowest));
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(score < 90 ? k.bad : k.accent, 1.6));
            painter.drawPolyline(line);
        } else {
            draw::shareBar(
                painter, {chart.left(), chart.bottom() - theme::px(12), chart.width(), theme::px(6) * 1.0},
                dimension.score, score < 90 ? k.bad : k.accent);
        }
    }
}

void QualityStrip::drawRows(QPainter& painter, const QRectF& r) const
{
    const Tokens& k = theme::t();
    const double height = r.height() / static_cast<double>(m_dimensions.size());
    const double name = theme::px(kLeastColumn), number = theme::px(44);
    for (std::size_t i = 0; i < m_dimensions.size(); ++i) {
        const QualityDimension& dimension = m_dimensions[i];
        const QRectF row(r.left(), r.top() + static_cast<double>(i) * height, r.width(), height);
        const double score = dimension.score * 100.0;
        draw::text(
            painter, {row.left(), row.top(), name, row.height()}, readable(dimension.name), k.muted, 12);
        draw::shareBar(
            painter,
            {row.left() + name, row.center().y() - theme::px(3), row.width() - name - number,
             theme::px(6) * 1.0},
            dimension.score, score < 90 ? k.bad : k.accent);
        draw::text(
            painter, {row.right() - number, row.top(), number, row.height()}, format::decimal(score, 1),
            score < 90 ? k.bad : k.text, 12, QFont::DemiBold, Qt::AlignRight | Qt::AlignVCenter);
    }
}

} // namespace merch

#include "moc_quality_strip.cpp"
