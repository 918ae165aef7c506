#pragma once

#include "models/forecast/selected_demand.h"
#include "widgets/frame/kit.h"

#include <QFrame>

#include <optional>

class QComboBox;
class QGridLayout;
class QLineEdit;
class QStackedWidget;

namespace merch
{

class DemandChart;

/// The chart of what is selected with its head and legend, and the bar that asks why when something was
/// changed.
class DemandPanel final : public QFrame
{
    Q_OBJECT
public:
    explicit DemandPanel(QWidget* parent = nullptr);

    void setDemand(const SelectedDemand& shown, bool keepZoom);
    DemandChart* chart() const { return m_chart; }
    bool asksWhy() const;
    void focusReason();
    QString reason() const;
    void askCommit(); ///< as the button does; nothing without a reason

signals:
    void commitAsked(const QString& reason, std::optional<merch::Day> expires);
    void discardAsked();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildChangeBar();
    void nameGrain(Grain grain);
    void refreshCommit();
    void giveWay();
    void layOutBar(bool narrow);

    DemandChart* m_chart;
    QLabel *m_title, *m_note, *m_grain;
    kit::Pill* m_class;
    QWidget *m_legend, *m_priceKey, *m_stockoutKey, *m_askedKey, *m_methodKey, *m_changeKey;
    QStackedWidget* m_body;
    QWidget* m_bar;
    QLabel* m_change;
    QLineEdit* m_reason;
    QComboBox* m_expires;
    QPushButton *m_discard, *m_commit;
    QGridLayout* m_barLayout;
    std::optional<bool> m_narrowBar;
    Day m_asOf = 0;
    double m_units = 0;
    QString m_wholeNote, m_shortNote;
};

} // namespace merch
