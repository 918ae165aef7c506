<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ExportService</name>
    <message numerus="yes">
        <source>%n line(s) of plan %1 left before, %2.</source>
        <translation>
            <numerusform>%n line of plan %1 left before, %2.</numerusform>
            <numerusform>%n lines of plan %1 left before, %2.</numerusform>
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
        <source>Promised every %n day(s)</source>
        <translation>
            <numerusform>Promised every %n day</numerusform>
            <numerusform>Promised every %n days</numerusform>
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
    <name>merch::ImportWizard</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) missing</source>
        <translation>
            <numerusform>%n field missing</numerusform>
            <numerusform>%n fields missing</numerusform>
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
    <name>merch::ProblemItemsModel</name>
    <message numerus="yes">
        <source>empty %n day(s)</source>
        <translation>
            <numerusform>empty %n day</numerusform>
            <numerusform>empty %n days</numerusform>
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
        <source>%n item(s) that fail a critical check</source>
        <translation>
            <numerusform>%n item that fails a critical check</numerusform>
            <numerusform>%n items that fail a critical check</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a stock of the last two weeks</source>
        <translation>
            <numerusform>%n item without a stock of the last two weeks</numerusform>
            <numerusform>%n items without a stock of the last two weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a cost or price</source>
        <translation>
            <numerusform>%n item without a cost or price</numerusform>
            <numerusform>%n items without a cost or price</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a lead time, not judged for running out</source>
        <translation>
            <numerusform>%n item without a lead time, not judged for running out</numerusform>
            <numerusform>%n items without a lead time, not judged for running out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a lead time not judged</source>
        <translation>
            <numerusform>%n without a lead time not judged</numerusform>
            <numerusform>%n without a lead time not judged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), at cost; %n item(s) have not sold for 26 weeks</source>
        <translation>
            <numerusform>Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), at cost; %n item has not sold for 26 weeks</numerusform>
            <numerusform>Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), at cost; %n items have not sold for 26 weeks</numerusform>
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
        <source>%n day(s) old</source>
        <translation>
            <numerusform>%n day old</numerusform>
            <numerusform>%n days old</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) open</source>
        <translation>
            <numerusform>%n error open</numerusform>
            <numerusform>%n errors open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) with too much.</source>
        <translation>
            <numerusform>%n item with too much.</numerusform>
            <numerusform>%n items with too much.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>merch::TodayService</name>
    <message numerus="yes">
        <source>%n new product(s)</source>
        <translation>
            <numerusform>%n new product</numerusform>
            <numerusform>%n new products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cost(s) changed</source>
        <translation>
            <numerusform>%n cost changed</numerusform>
            <numerusform>%n costs changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n by more than 5 %</source>
        <translation>
            <numerusform>, %n by more than 5 %</numerusform>
            <numerusform>, %n by more than 5 %</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) old, promised every %1</source>
        <translation>
            <numerusform>%n day old, promised every %1</numerusform>
            <numerusform>%n days old, promised every %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>ends %n day(s) before the newest</source>
        <translation>
            <numerusform>ends %n day before the newest</numerusform>
            <numerusform>ends %n days before the newest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read</source>
        <translation>
            <numerusform>%n file read</numerusform>
            <numerusform>%n files read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) rejected</source>
        <translation>
            <numerusform>%n row rejected</numerusform>
            <numerusform>%n rows rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n day(s) more</source>
        <translation>
            <numerusform>, %n day more</numerusform>
            <numerusform>, %n days more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not valued, cost or price is missing</source>
        <translation>
            <numerusform>%n not valued, cost or price is missing</numerusform>
            <numerusform>%n not valued, cost or price is missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) fail a critical check</source>
        <translation>
            <numerusform>%n item fails a critical check</numerusform>
            <numerusform>%n items fail a critical check</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) out of stock, %1</source>
        <translation>
            <numerusform>%n item out of stock, %1</numerusform>
            <numerusform>%n items out of stock, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) out of stock, other suppliers</source>
        <translation>
            <numerusform>%n item out of stock, other suppliers</numerusform>
            <numerusform>%n items out of stock, other suppliers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) out of stock</source>
        <translation>
            <numerusform>%n item out of stock</numerusform>
            <numerusform>%n items out of stock</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half for %n day(s) or more</source>
        <translation>
            <numerusform>Half for a day or more</numerusform>
            <numerusform>Half for %n days or more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) coming, next on %1</source>
        <translation>
            <numerusform>%n order coming, next on %1</numerusform>
            <numerusform>%n orders coming, next on %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) coming</source>
        <translation>
            <numerusform>%n order coming</numerusform>
            <numerusform>%n orders coming</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will run out, %1</source>
        <translation>
            <numerusform>%n item will run out, %1</numerusform>
            <numerusform>%n items will run out, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will run out, other suppliers</source>
        <translation>
            <numerusform>%n item will run out, other suppliers</numerusform>
            <numerusform>%n items will run out, other suppliers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) will run out</source>
        <translation>
            <numerusform>%n item will run out</numerusform>
            <numerusform>%n items will run out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half within %n day(s); an order placed today comes later</source>
        <translation>
            <numerusform>Half within a day; an order placed today comes later</numerusform>
            <numerusform>Half within %n days; an order placed today comes later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) overstocked, other categories</source>
        <translation>
            <numerusform>%n item overstocked, other categories</numerusform>
            <numerusform>%n items overstocked, other categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) overstocked, %1</source>
        <translation>
            <numerusform>%n item overstocked, %1</numerusform>
            <numerusform>%n items overstocked, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) overstocked</source>
        <translation>
            <numerusform>%n item overstocked</numerusform>
            <numerusform>%n items overstocked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a sale, other categories</source>
        <translation>
            <numerusform>%n item without a sale, other categories</numerusform>
            <numerusform>%n items without a sale, other categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a sale, %1</source>
        <translation>
            <numerusform>%n item without a sale, %1</numerusform>
            <numerusform>%n items without a sale, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a sale</source>
        <translation>
            <numerusform>%n item without a sale</numerusform>
            <numerusform>%n items without a sale</numerusform>
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
