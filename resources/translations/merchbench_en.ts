<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ApprovalService</name>
    <message numerus="yes">
        <source>Submitted %Ln line(s)</source>
        <translation>
            <numerusform>Submitted %Ln line</numerusform>
            <numerusform>Submitted %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approved %Ln line(s)</source>
        <translation>
            <numerusform>Approved %Ln line</numerusform>
            <numerusform>Approved %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rejected %Ln line(s)</source>
        <translation>
            <numerusform>Rejected %Ln line</numerusform>
            <numerusform>Rejected %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent back %Ln line(s)</source>
        <translation>
            <numerusform>Sent back %Ln line</numerusform>
            <numerusform>Sent back %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportService</name>
    <message numerus="yes">
        <source>%Ln line(s) of plan %1 left before, %2.</source>
        <translation>
            <numerusform>%Ln line of plan %1 left before, %2.</numerusform>
            <numerusform>%Ln lines of plan %1 left before, %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s), %1 cases, %2 units</source>
        <translation>
            <numerusform>%n line, %1 cases, %2 units</numerusform>
            <numerusform>%n lines, %1 cases, %2 units</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LadderBars</name>
    <message numerus="yes">
        <source>%n in use</source>
        <translation>
            <numerusform>%n in use</numerusform>
            <numerusform>%n in use</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series: </source>
        <translation>
            <numerusform>%n series: </numerusform>
            <numerusform>%n series: </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LadderService</name>
    <message numerus="yes">
        <source>No series has enough history to replay: %Ln day(s) after its first sale are needed, beside its lead time and review.</source>
        <translation>
            <numerusform>No series has enough history to replay: %Ln day after its first sale are needed, beside its lead time and review.</numerusform>
            <numerusform>No series has enough history to replay: %Ln days after its first sale are needed, beside its lead time and review.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanEdits</name>
    <message numerus="yes">
        <source>change %n quantity(s)</source>
        <translation>
            <numerusform>change %n quantity</numerusform>
            <numerusform>change %n quantities</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>lock %n line(s)</source>
        <translation>
            <numerusform>lock %n line</numerusform>
            <numerusform>lock %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>unlock %n line(s)</source>
        <translation>
            <numerusform>unlock %n line</numerusform>
            <numerusform>unlock %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>include %n line(s)</source>
        <translation>
            <numerusform>include %n line</numerusform>
            <numerusform>include %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>leave %n line(s) out</source>
        <translation>
            <numerusform>leave %n line out</numerusform>
            <numerusform>leave %n lines out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>go back to the proposal of %n line(s)</source>
        <translation>
            <numerusform>go back to the proposal of %n line</numerusform>
            <numerusform>go back to the proposal of %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message numerus="yes">
        <source>%1: %n chosen</source>
        <translation>
            <numerusform>%1: %n chosen</numerusform>
            <numerusform>%1: %n chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>change %n week(s)</source>
        <translation>
            <numerusform>change %n week</numerusform>
            <numerusform>change %n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>commit %n override(s)</source>
        <translation>
            <numerusform>commit %n override</numerusform>
            <numerusform>commit %n overrides</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>discard %n override(s)</source>
        <translation>
            <numerusform>discard %n override</numerusform>
            <numerusform>discard %n overrides</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 series, %n day(s)</source>
        <translation>
            <numerusform>%1 of %2 series, %n day</numerusform>
            <numerusform>%1 of %2 series, %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n products at %1</source>
        <translation>
            <numerusform>%n product at %1</numerusform>
            <numerusform>%n products at %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>sum of %n locations</source>
        <translation>
            <numerusform>sum of %n locations</numerusform>
            <numerusform>sum of %n locations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>sum of %n series</source>
        <translation>
            <numerusform>sum of %n series</numerusform>
            <numerusform>sum of %n series</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RungPins</name>
    <message numerus="yes">
        <source>leave %n series to the ladder</source>
        <translation>
            <numerusform>leave %n series to the ladder</numerusform>
            <numerusform>leave %n series to the ladder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>hold %n series on a rung</source>
        <translation>
            <numerusform>hold %n series on a rung</numerusform>
            <numerusform>hold %n series on a rung</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SuspectedStockouts</name>
    <message numerus="yes">
        <source>accept %n likely stockouts</source>
        <translation>
            <numerusform>accept %n likely stockout</numerusform>
            <numerusform>accept %n likely stockouts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>dismiss %n likely stockouts</source>
        <translation>
            <numerusform>dismiss %n likely stockout</numerusform>
            <numerusform>dismiss %n likely stockouts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>reopen %n likely stockouts</source>
        <translation>
            <numerusform>reopen %n likely stockout</numerusform>
            <numerusform>reopen %n likely stockouts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ValueAddedService</name>
    <message numerus="yes">
        <source>%Ln override(s) wait for their weeks to end.</source>
        <translation>
            <numerusform>%Ln override waits for its week to end.</numerusform>
            <numerusform>%Ln overrides wait for their weeks to end.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Overrides took %1 units off the error of %Ln week(s)</source>
        <translation>
            <numerusform>Overrides took %1 units off the error of %Ln week</numerusform>
            <numerusform>Overrides took %1 units off the error of %Ln weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Overrides added %1 units to the error of %Ln week(s)</source>
        <translation>
            <numerusform>Overrides added %1 units to the error of %Ln week</numerusform>
            <numerusform>Overrides added %1 units to the error of %Ln weeks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ApprovalsPage</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::AssumptionsPanel</name>
    <message numerus="yes">
        <source>needed: %Ln series without %1, %2 for one</source>
        <translation>
            <numerusform>needed: %Ln series without %1, %2 for one</numerusform>
            <numerusform>needed: %Ln series without %1, %2 for one</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::DataPage</name>
    <message numerus="yes">
        <source>accept %n finding(s)</source>
        <translation>
            <numerusform>accept %n finding</numerusform>
            <numerusform>accept %n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::DecisionPanel</name>
    <message numerus="yes">
        <source>%Ln line(s) stay open: a check failed or an input changed; they stand first</source>
        <translation>
            <numerusform>%Ln line stays open: a check failed or an input changed; it stands first</numerusform>
            <numerusform>%Ln lines stay open: a check failed or an input changed; they stand first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) stay open: not ticked</source>
        <translation>
            <numerusform>%Ln line stays open: not ticked</numerusform>
            <numerusform>%Ln lines stay open: not ticked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::DemandChart</name>
    <message numerus="yes">
        <source>%1: history to %2, %3 units forecast over %n period(s), with 50, 80 and 95 percent bands.</source>
        <translation>
            <numerusform>%1: history to %2, %3 units forecast over %n period, with 50, 80 and 95 percent bands.</numerusform>
            <numerusform>%1: history to %2, %3 units forecast over %n periods, with 50, 80 and 95 percent bands.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ForecastGridModel</name>
    <message numerus="yes">
        <source>%1 on hand: less than %n weeks of sales</source>
        <translation>
            <numerusform>%1 on hand: less than %n week of sales</numerusform>
            <numerusform>%1 on hand: less than %n weeks of sales</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 on hand: more than %n weeks of sales</source>
        <translation>
            <numerusform>%1 on hand: more than %n week of sales</numerusform>
            <numerusform>%1 on hand: more than %n weeks of sales</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Shelf empty on %n of the last 28 days</source>
        <translation>
            <numerusform>Shelf empty on %n of the last 28 days</numerusform>
            <numerusform>Shelf empty on %n of the last 28 days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ForecastPage</name>
    <message numerus="yes">
        <source>%Ln selected, next 28 days</source>
        <translation>
            <numerusform>%Ln selected, next 28 days</numerusform>
            <numerusform>%Ln selected, next 28 days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln series, next 28 days</source>
        <translation>
            <numerusform>%Ln series, next 28 days</numerusform>
            <numerusform>%Ln series, next 28 days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Made %1 by %2, for %n days</source>
        <translation>
            <numerusform>Made %1 by %2, for %n day</numerusform>
            <numerusform>Made %1 by %2, for %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not committed</source>
        <translation>
            <numerusform>%Ln not committed</numerusform>
            <numerusform>%Ln not committed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series changed and not committed</source>
        <translation>
            <numerusform>%n series changed and not committed</numerusform>
            <numerusform>%n series changed and not committed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::FreshnessModel</name>
    <message numerus="yes">
        <source>Promised every %Ln day(s)</source>
        <translation>
            <numerusform>Promised every %Ln day</numerusform>
            <numerusform>Promised every %Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::GridModel</name>
    <message numerus="yes">
        <source>%1, %n rows</source>
        <translation>
            <numerusform>%1, %n row</numerusform>
            <numerusform>%1, %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ImportSummary</name>
    <message numerus="yes">
        <source>Repair %n rejected row(s)</source>
        <translation>
            <numerusform>Repair %n rejected row</numerusform>
            <numerusform>Repair %n rejected rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ImportWizard</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Dry run of %n file(s)</source>
        <translation>
            <numerusform>Dry run of %n file</numerusform>
            <numerusform>Dry run of %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Importing %n file(s)</source>
        <translation>
            <numerusform>Importing %n file</numerusform>
            <numerusform>Importing %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <comment>fields</comment>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::JobBar</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::NavRail</name>
    <message numerus="yes">
        <source>%1, %n waiting</source>
        <translation>
            <numerusform>%1, %n waiting</numerusform>
            <numerusform>%1, %n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::PlanQueueModel</name>
    <message numerus="yes">
        <source>%1, %2, %3 to spend, %4 saved, %5, %Ln line(s), %6</source>
        <translation>
            <numerusform>%1, %2, %3 to spend, %4 saved, %5, %Ln line, %6</numerusform>
            <numerusform>%1, %2, %3 to spend, %4 saved, %5, %Ln lines, %6</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ProblemItemsModel</name>
    <message numerus="yes">
        <source>empty %Ln day(s)</source>
        <translation>
            <numerusform>empty %Ln day</numerusform>
            <numerusform>empty %Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::QualityStrip</name>
    <message numerus="yes">
        <source>%1%2 over %n checks</source>
        <translation>
            <numerusform>%1%2 over %n check</numerusform>
            <numerusform>%1%2 over %n checks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series kept to the simple rule</source>
        <translation>
            <numerusform>%n series kept to the simple rule</numerusform>
            <numerusform>%n series kept to the simple rule</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::RejectsPanel</name>
    <message numerus="yes">
        <source>Keeping %n repair(s)</source>
        <translation>
            <numerusform>Keeping %n repair</numerusform>
            <numerusform>Keeping %n repairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n repaired</source>
        <translation>
            <numerusform>Import %n repaired</numerusform>
            <numerusform>Import %n repaired</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ReorderGridModel</name>
    <message numerus="yes">
        <source>%n pasted cell(s) are no quantity and were left out, “%1” first.</source>
        <translation>
            <numerusform>%n pasted cell is no quantity and was left out, “%1” first.</numerusform>
            <numerusform>%n pasted cells are no quantity and were left out, “%1” first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n locked line(s) were left as they are.</source>
        <translation>
            <numerusform>%n locked line was left as it is.</numerusform>
            <numerusform>%n locked lines were left as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pasted row(s) name no line that is shown and were left out.</source>
        <translation>
            <numerusform>%n pasted row names no line that is shown and was left out.</numerusform>
            <numerusform>%n pasted rows name no line that is shown and were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ReorderPage</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Making a plan forecasts all %Ln series first, then works out what each of them should order.</source>
        <translation>
            <numerusform>Making a plan forecasts the %Ln series first, then works out what it should order.</numerusform>
            <numerusform>Making a plan forecasts all %Ln series first, then works out what each of them should order.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Why is this not to be ordered? (%Ln line(s))</source>
        <translation>
            <numerusform>Why is this not to be ordered? (%Ln line)</numerusform>
            <numerusform>Why is this not to be ordered? (%Ln lines)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::ScoresDialog</name>
    <message numerus="yes">
        <source>%Ln wait(s) for the week to end</source>
        <translation>
            <numerusform>%Ln waits for its week to end</numerusform>
            <numerusform>%Ln wait for their weeks to end</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left out: the shelf was empty, or nothing is known of a day</source>
        <translation>
            <numerusform>%Ln left out: the shelf was empty, or nothing is known of a day</numerusform>
            <numerusform>%Ln left out: the shelf was empty, or nothing is known of a day</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left out: made before forecasts were kept</source>
        <translation>
            <numerusform>%Ln left out: made before forecasts were kept</numerusform>
            <numerusform>%Ln left out: made before forecasts were kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a known margin count in units alone</source>
        <translation>
            <numerusform>%Ln without a known margin counts in units alone</numerusform>
            <numerusform>%Ln without a known margin count in units alone</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::SupplierTotals</name>
    <message numerus="yes">
        <source>%1: %2 in %Ln line(s)</source>
        <translation>
            <numerusform>%1: %2 in %Ln line</numerusform>
            <numerusform>%1: %2 in %Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::TodayPage</name>
    <message numerus="yes">
        <source>%Ln item(s) that fail a critical check</source>
        <translation>
            <numerusform>%Ln item that fails a critical check</numerusform>
            <numerusform>%Ln items that fail a critical check</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) without a stock of the last two weeks</source>
        <translation>
            <numerusform>%Ln item without a stock of the last two weeks</numerusform>
            <numerusform>%Ln items without a stock of the last two weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) without a cost or price</source>
        <translation>
            <numerusform>%Ln item without a cost or price</numerusform>
            <numerusform>%Ln items without a cost or price</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) without a lead time, not judged for running out</source>
        <translation>
            <numerusform>%Ln item without a lead time, not judged for running out</numerusform>
            <numerusform>%Ln items without a lead time, not judged for running out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a lead time not judged</source>
        <translation>
            <numerusform>%Ln without a lead time not judged</numerusform>
            <numerusform>%Ln without a lead time not judged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), at cost; %Ln item(s) have not sold for 26 weeks</source>
        <translation>
            <numerusform>Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), at cost; %Ln item has not sold for 26 weeks</numerusform>
            <numerusform>Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), at cost; %Ln items have not sold for 26 weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) old</source>
        <translation>
            <numerusform>%Ln day old</numerusform>
            <numerusform>%Ln days old</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln error(s) open</source>
        <translation>
            <numerusform>%Ln error open</numerusform>
            <numerusform>%Ln errors open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) with too much.</source>
        <translation>
            <numerusform>%Ln item with too much.</numerusform>
            <numerusform>%Ln items with too much.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n week(s)</source>
        <translation>
            <numerusform>%1 in %n week</numerusform>
            <numerusform>%1 in %n weeks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::TodayService</name>
    <message numerus="yes">
        <source>%Ln new product(s)</source>
        <translation>
            <numerusform>%Ln new product</numerusform>
            <numerusform>%Ln new products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cost(s) changed</source>
        <translation>
            <numerusform>%Ln cost changed</numerusform>
            <numerusform>%Ln costs changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln by more than 5 %</source>
        <translation>
            <numerusform>, %Ln by more than 5 %</numerusform>
            <numerusform>, %Ln by more than 5 %</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) old, promised every %1</source>
        <translation>
            <numerusform>%Ln day old, promised every %1</numerusform>
            <numerusform>%Ln days old, promised every %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>ends %Ln day(s) before the newest</source>
        <translation>
            <numerusform>ends %Ln day before the newest</numerusform>
            <numerusform>ends %Ln days before the newest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) read</source>
        <translation>
            <numerusform>%Ln file read</numerusform>
            <numerusform>%Ln files read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) rejected</source>
        <translation>
            <numerusform>%Ln row rejected</numerusform>
            <numerusform>%Ln rows rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %Ln day(s) more</source>
        <translation>
            <numerusform>, %Ln day more</numerusform>
            <numerusform>, %Ln days more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not valued, cost or price is missing</source>
        <translation>
            <numerusform>%Ln not valued, cost or price is missing</numerusform>
            <numerusform>%Ln not valued, cost or price is missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) fail a critical check</source>
        <translation>
            <numerusform>%Ln item fails a critical check</numerusform>
            <numerusform>%Ln items fail a critical check</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) out of stock, %1</source>
        <translation>
            <numerusform>%Ln item out of stock, %1</numerusform>
            <numerusform>%Ln items out of stock, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) out of stock, other suppliers</source>
        <translation>
            <numerusform>%Ln item out of stock, other suppliers</numerusform>
            <numerusform>%Ln items out of stock, other suppliers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) out of stock</source>
        <translation>
            <numerusform>%Ln item out of stock</numerusform>
            <numerusform>%Ln items out of stock</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half for %Ln+ day(s)</source>
        <translation>
            <numerusform>Half for 1+ days</numerusform>
            <numerusform>Half for %Ln+ days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) coming, next on %1</source>
        <translation>
            <numerusform>%Ln order coming, next on %1</numerusform>
            <numerusform>%Ln orders coming, next on %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s) coming</source>
        <translation>
            <numerusform>%Ln order coming</numerusform>
            <numerusform>%Ln orders coming</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) will run out, %1</source>
        <translation>
            <numerusform>%Ln item will run out, %1</numerusform>
            <numerusform>%Ln items will run out, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) will run out, other suppliers</source>
        <translation>
            <numerusform>%Ln item will run out, other suppliers</numerusform>
            <numerusform>%Ln items will run out, other suppliers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) will run out</source>
        <translation>
            <numerusform>%Ln item will run out</numerusform>
            <numerusform>%Ln items will run out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half within %Ln day(s); an order placed today comes later</source>
        <translation>
            <numerusform>Half within a day; an order placed today comes later</numerusform>
            <numerusform>Half within %Ln days; an order placed today comes later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) overstocked, other categories</source>
        <translation>
            <numerusform>%Ln item overstocked, other categories</numerusform>
            <numerusform>%Ln items overstocked, other categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) overstocked, %1</source>
        <translation>
            <numerusform>%Ln item overstocked, %1</numerusform>
            <numerusform>%Ln items overstocked, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) overstocked</source>
        <translation>
            <numerusform>%Ln item overstocked</numerusform>
            <numerusform>%Ln items overstocked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) without a sale, other categories</source>
        <translation>
            <numerusform>%Ln item without a sale, other categories</numerusform>
            <numerusform>%Ln items without a sale, other categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) without a sale, %1</source>
        <translation>
            <numerusform>%Ln item without a sale, %1</numerusform>
            <numerusform>%Ln items without a sale, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) without a sale</source>
        <translation>
            <numerusform>%Ln item without a sale</numerusform>
            <numerusform>%Ln items without a sale</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) without a known stock</source>
        <translation>
            <numerusform>%Ln item without a known stock</numerusform>
            <numerusform>%Ln items without a known stock</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>ends %Ln day(s) ago</source>
        <translation>
            <numerusform>ends %Ln day ago</numerusform>
            <numerusform>ends %Ln days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::TopBar</name>
    <message numerus="yes">
        <source>Next %n weeks</source>
        <translation>
            <numerusform>Next %n week</numerusform>
            <numerusform>Next %n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of work running</source>
        <translation>
            <numerusform>%n piece of work running</numerusform>
            <numerusform>%n pieces of work running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::WeekGridModel</name>
    <message numerus="yes">
        <source>%n day(s) ahead</source>
        <translation>
            <numerusform>%n day ahead</numerusform>
            <numerusform>%n days ahead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sold so far, %n day(s) ahead</source>
        <translation>
            <numerusform>%1 sold so far, %n day ahead</numerusform>
            <numerusform>%1 sold so far, %n days ahead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pasted cell(s) hold no number and were left out.</source>
        <translation>
            <numerusform>%n pasted cell holds no number and was left out.</numerusform>
            <numerusform>%n pasted cells hold no number and were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, over %n replay(s) of history.</source>
        <translation>
            <numerusform>, over %n replay of history.</numerusform>
            <numerusform>, over %n replays of history.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n series, each forecast by its own method.</source>
        <translation>
            <numerusform>of %n series, each forecast by its own method.</numerusform>
            <numerusform>of %n series, each forecast by its own method.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series that are counted in other periods.</source>
        <translation>
            <numerusform>%n series that is counted in other periods.</numerusform>
            <numerusform>%n series that are counted in other periods.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::WhatIfStrip</name>
    <message numerus="yes">
        <source>Against the plan: order value %1, margin saved %2, %3 units, %4 order lines; %Ln line(s) differ.</source>
        <translation>
            <numerusform>Against the plan: order value %1, margin saved %2, %3 units, %4 order lines; %Ln line differs.</numerusform>
            <numerusform>Against the plan: order value %1, margin saved %2, %3 units, %4 order lines; %Ln lines differ.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::WhyPanel</name>
    <message numerus="yes">
        <source>%Ln lines selected: %1 units for %2, which save %3 of margin.</source>
        <translation>
            <numerusform>%Ln line selected: %1 units for %2, which saves %3 of margin.</numerusform>
            <numerusform>%Ln lines selected: %1 units for %2, which save %3 of margin.</numerusform>
        </translation>
    </message>
</context>
</TS>
