<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ApprovalService</name>
    <message>
        <source>Plan %1 is already submitted and waits for a decision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 is already %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a new plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 has no line to submit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comment is empty.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ApprovalsPage</name>
    <message>
        <source>1 line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This plan orders nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All its lines are covered by stock on hand and on order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show lines that order nothing, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no plan to decide yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a reorder plan; when it is submitted it waits here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Reorder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve the ticked lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject the ticked lines, with a reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the ticked lines back, with a reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submit the plan for approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the plan...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the plan as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the whole audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reorder plan, Excel...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reorder plan, CSV...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purchase orders, a PDF for each supplier...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purchase orders, CSV...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order points for the warehouse, CSV...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order points for the warehouse, Excel...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order points as %1 takes them, CSV...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the plans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines of plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left before, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written together with the file that would undo it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since the plan was made: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rests on assumed %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed check: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeping the comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deciding on plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 waits for a decision: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1: rejected %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1: sent back %2 to be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1: approved %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verifying the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export again?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of this plan left before, %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever acts on both files orders twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the purchase orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrote %1 to %2, with the file that would undo it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a report: the plan was not approved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copying plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied %1: paste into a spreadsheet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AuditDialog</name>
    <message>
        <source>Audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was decided yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each submission, decision, comment and export is kept here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the whole log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verifying the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intact; entries: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AuditLogModel</name>
    <message>
        <source>Entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it was kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether its hash and its link to the entry before are right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broken</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AuditTrail</name>
    <message>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the whole log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks every hash, signature and state of the whole log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log intact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log NOT intact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries checked: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AuditTrailModel</name>
    <message>
        <source>%1, %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>link holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>link is broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry %1, %2
%3%4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its hash and its link to the entry before are right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its hash or its link to the entry before is wrong: something was changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>%1 % between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PNG, SVG, PDF or CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vector picture (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Import...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read extracts of another system into the store (Ctrl+O)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No check has run yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import extracts, then run the checks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found by this rule.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a rule above to see what it found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select findings first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They stay as they are on purpose, and no longer count as open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No source yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each import remembers where its file came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>imports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was imported yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop files anywhere on the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an import first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This import was taken back already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes this import back out, exactly, whatever came later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No row of this import was rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose extracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extracts (*.csv *.tsv *.txt *.xlsx *.gz *.zip);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the state of the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running the checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>accept %n finding(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Take the import back?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rows of %2 leave the store, as if they had never been read. The file can be imported again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking back %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DecisionPanel</name>
    <message>
        <source>Your decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On assumptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suppliers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submit for approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the order value that rests on an assumption: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no plan here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last step is still being kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a comment first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This plan is already %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This plan is %1: submit it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick the lines that you mean (Space).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent back to be changed. </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why is it rejected? Enter rejects, Esc leaves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is to be changed? Enter sends back, Esc leaves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment (needed to reject or send back)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approves the ticked lines (A)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejects the ticked lines, with a reason (R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends the ticked lines back to be changed, with a reason (B)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks for a decision; the plan cannot be changed meanwhile (S)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the comment in the audit log without deciding (Ctrl+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes the plan to a file (X)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeping the decision…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 line stays open: not ticked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines stay open: not ticked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DemandChart</name>
    <message>
        <source>Demand and forecast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: history to %2, %3 units forecast over %n period(s), with 50, 80 and 95 percent bands.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Week of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without override</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 % range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>80 % range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>50 % range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shelf empty: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg *.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all that fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2.5 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>25 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>75 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>90 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>97.5 %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DemandPlot</name>
    <message>
        <source>Promo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportService</name>
    <message>
        <source>The export was stopped; nothing was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 was changed while it was being exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another place, or check the folder and its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterPopup</name>
    <message>
        <source>Holds these words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(none)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FreshnessModel</name>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reaches to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Promised every %n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>In step with the other sources; no promise is set on the Data page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GridModel</name>
    <message numerus="yes">
        <source>%1, %n rows</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GridPanel</name>
    <message>
        <source>Add a filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No row passes all filters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows rows that hold all of these words (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove filter %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete a view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this view as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the view: filters, columns, sort and groups are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard view</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>(none)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In doubt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in doubt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected, hover for the reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The button under a heading changes its field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing to show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first %1 of %2 rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first %1 rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is skipped; change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is read as %2; change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip this column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (required)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportSummary</name>
    <message>
        <source>Rejected by reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 rows, first in line %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will happen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads everything and counts; writes nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is written until you press Import. A dry run reads every row and says what would be taken and what would be rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This very file is already in, as import %1. It is skipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products not in a catalog, added as stubs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locations added as stubs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returns netted, lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept out of demand: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows equal to an earlier one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not listed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imports it overlaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading. The bar below shows how far.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportWizard</name>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or drop them anywhere on the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave this one out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close without importing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of extract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset of a known platform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose extracts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extracts (*.csv *.tsv *.txt *.xlsx *.gz *.zip);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>already in</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) missing</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Reading. The bar below shows how far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still looking at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer the question about %1 first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: no column is taken for %2. Choose it under its heading, or leave the file out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to import yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Dry run of %n file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Importing %n file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportsModel</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop; the store stays as it was before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Merchbench</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 - Merchbench</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter this page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a store...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New store...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No store is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last import %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing imported yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, quality %1 of 100</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the demo shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stores (*.merch);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stores (*.merch)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Currency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The store&apos;s currency, three letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows, J, K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a grid: next and previous row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a grid: select a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E, F2 or a digit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a grid: edit the cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+C, Ctrl+V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a grid: copy and paste as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel, drag, double click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a chart: zoom, pan, all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work is still running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not finished. If it is stopped now, the store stays as it was before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop it and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NavRail</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a store first</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanLinesModel</name>
    <message>
        <source>Take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines that the decision takes. Space ticks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title and SKU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is to be delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who delivers it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stock, units
now → then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On hand and on order now, and with this order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stock at which to order: what holds at the shelf today, and what this plan works with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stock to order up to: what holds at the shelf today, and what this plan works with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order
units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is ordered, in whole packs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the order costs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin
saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected margin that the order saves, against not ordering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look
at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed by hand, inputs changed since, resting on an assumption, or held to the simple rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the line stands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why this quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Excluded: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Beyond the budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on hand, %2 on order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stock on hand is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 were proposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed check: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By hand: %1 were proposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rests on assumptions: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanQueue</name>
    <message>
        <source>Plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits for a decision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No plan is being worked on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was decided yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>J / K next, previous</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanQueueModel</name>
    <message>
        <source>Price plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markdown plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reorder plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medium risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, %3 to spend, %4 saved, %5, %6 lines, %7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by %1 from data up to %2. %3: %4.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanState</name>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreviewModel</name>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemBoard</name>
    <message>
        <source>Work on this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem, evidence and remedy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too little</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too much</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems, the dearest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the money goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of this kind costs money now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose All to see the rest.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemItemsModel</name>
    <message>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SKU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ordered and not yet received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast
a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the next 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days of
cover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the stock on hand lasts at that forecast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stock beyond the target, at cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin lost, or the cost of carrying the excess, with its range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>empty %n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>out by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next order is due %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No order is on its way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What rests on it; what it costs is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost or price is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 a month, 8 times in 10 between %2 and %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rests on an assumption (margin or lead time)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemsModel</name>
    <message>
        <source>%1–%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 a month, 8 times in 10 between %2 and %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rests on an assumption (margin or lead time)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. %2 a month, between %3 and %4. %5. %6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. %2. %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Writing the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a made-up but lifelike retailer as extracts, with the truth beside them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rows of the catalog, 10 to 30000 (400)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days of history, 28 to 3653 (1096)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last day (2026-06-28)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecasting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No method in use takes plans: planned prices and promotions changed nothing for %1 series.
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 series as of %2 in %3 s
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecasts one series: a number a line, or a value column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>naive, snaive, drift, mean, ma, ses, holt, holt_damped, hw_additive, hw_multiplicative, croston, sba, tsb, auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>periods in a season (1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>periods ahead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>percentages of the intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>regressors; no method here takes them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecasts every series of a store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last day that is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days ahead (28)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one method for all (auto)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folds of the backtest (3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take later prices, promotions and events as the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 rejected: %3 (first in line %4)
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking the import back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import %1 was taken back.
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kind of extract (guessed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a known platform: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>columns that are not guessed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where it comes from; remembers its mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what a file does to days that are in already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read and count, write nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settles a value open to two readings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads extracts into the store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history of imports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes one import back out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dimension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>severity and rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs the data checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made %1 (%2, store version %3).
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quality score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plans waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running the query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes an empty store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>three letters (GBP)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is in a store: counts, dates, open work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads by SQL: tables, and sales_day, stock_day, price_day, forecast_day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how rows are printed (csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>money a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remedy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
%1 a month at risk (%2 to %3) on %4
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 series without a stock of the last days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 items without a cost or price (listed, not valued)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 series without a lead time (not judged for running out)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out: %1.
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranks the most expensive problems, in money a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: “%2”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n chosen</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ≥ %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ≤ %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change a week to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>change %n week(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>commit %n override(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>switch an override on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switch an override off</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>discard %n override(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines of returns and cancellations lower the units of their day by %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines are %2 and kept out of demand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rows equal an earlier one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (repaired rows)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What kind of extract is %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In column %1, is %2 a whole number with thousands apart, or one with decimals?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decimal point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decimal comma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In column %1, is %2 day/month or month/day?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>month first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no SKU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be at least 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>below zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no supplier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ends before it begins</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QualityStrip</name>
    <message>
        <source>Data quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores by dimension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was checked yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checks find what would poison a plan: missing costs, sales without stock, gaps in the calendar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 &lt;span style=&apos;font-size:12px;font-weight:400&apos;&gt;of 100&lt;/span&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1%2 over %n checks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>first check</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n series kept to the simple rule</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No series is held back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RejectsModel</name>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row, type to repair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repaired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RejectsPanel</name>
    <message>
        <source>Rejected rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No row of this import was rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair all alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import repaired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected rows of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading rejected rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing repaired rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Import %n repaired</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Type over a rejected row first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair one row first, and stand on it: the same wrong value is then mended in the others.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RulesModel</name>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Info</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money a month, open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds from the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers and dates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Font size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Numbers and dates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;hreads</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SourceDialog</name>
    <message>
        <source>Source %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Late after, days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no promise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Late after</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SourcesModel</name>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set how fresh this source should be: press E.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fresh</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Merchbench</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecasts, orders and their approval on one file on this computer. Nothing leaves it but what you export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the demo shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a store...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New store...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look around</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A made-up retailer with 400 products, 6 locations and three years of days, planted faults included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A store is one file with the ending .merch. Copy it, back it up, hand it on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make an empty store, then drop your extracts on the window: catalog, sales, stock, as CSV, also zipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stores opened before</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read new extracts into the store (Ctrl+O)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work on the chosen problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the forecast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast every series anew; the problems follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecasting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money at risk a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of stock now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running out soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overstock at cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approvals waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items of the problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a problem above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its items stand here, the dearest first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work on this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost to empty shelves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since the last import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freshness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No source yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each import remembers where its file came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking where the money goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is known of your shop yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import the catalog, sales and stock; drop the files anywhere on the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was forecast yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will sell decides which shelf is too empty and which too full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No stock of the last two weeks is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a stock extract: what runs out and what lies too long is worked out from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing costs money that can be computed now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No shelf is empty or too full, no check holds a series back, no source is late.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) that fail a critical check</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a stock of the last two weeks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a cost or price</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) without a lead time, not judged for running out</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>ranked by what is lost at least; ranges hold 8 times in 10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out of the money:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of margin lost to empty shelves and %2 of carrying too much stock. 8 times in 10 between %3 and %4. The line: margin lost in each of the last 12 weeks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs sales, stock and a forecast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rests in part on assumptions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>products at a location</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in 4 weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products at a location that sell and have no stock. The line: empty shelves on each of the last 84 days, those that nobody wants included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before an order arrives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will more likely than not run out before an order placed today is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n without a lead time not judged</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of stock, %n item(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), at cost; %n item(s) have not sold for 26 weeks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>nothing to decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) old</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans that were submitted and wait for a decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) open</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score of the newest check. Opens the findings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to run the checks on the Data page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>News</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was imported yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin lost to empty shelves by week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days without stock times what the same shelf sells when it is full, less what comes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin lost a week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no stock history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in 4 weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a problem first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts (F1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any product, page or action (Ctrl+K)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Next %n weeks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo: %1 (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo: %1 (Ctrl+Shift+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of work running</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>All locations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All categories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to choose from until a file is imported</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch</name>
    <message>
        <source>Plan %1 was not submitted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submit it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 was sent back and not submitted again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 is already %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what waits can be decided; make a new plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 has no line %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name lines as SKU@LOCATION.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 of plan %2 is excluded: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 of plan %2 is already %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only lines that wait can be decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 was changed and submitted anew since you looked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 is not what was submitted: its lines were changed since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it back and submit it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data were imported or taken back since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the forecast was made anew since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its forecast was overridden since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data were not checked yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run &apos;check&apos; first, or the checks on the Data page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no forecast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run &apos;forecast&apos; first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last on %1 UTC in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 is %2; what a system or a supplier acts on needs approval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Have it approved first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not what was approved: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a new plan, and look at the audit log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 orders nothing that could be exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan %1 orders nothing from %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 line(s) of plan %2 left before, %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say --again if they are to leave a second time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only purchase orders are written as PDF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose csv, xlsx or json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose csv, xlsx, json or, for purchase orders, pdf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no export %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no presets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets are for order-points and reorder-plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no export preset %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A supplier is chosen for purchase orders only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave --supplier out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes this order back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SKU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deliver to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancellation of purchase order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purchase order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>supplier not named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ordered: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved by: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purchase orders of plan %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, page %2 of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sheet holds 1,048,575 rows, and there are more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as CSV or JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch::ApprovalsPage</name>
    <message>
        <source>Approvals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May it go out?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch::ChoiceDelegate</name>
    <message>
        <source>A product, a page or an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter opens · Ctrl+Enter opens in Reorder · Esc closes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch::DataPage</name>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can I trust what I am looking at?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch::PlanExport</name>
    <message>
        <source>What this is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reverse: sending it undoes the export of plan %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A report. Plan %1 was not approved: nothing of it may be ordered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The approved lines of plan %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data up to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch::TodayPage</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where is the money going, and what needs me now?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch::TodayService</name>
    <message numerus="yes">
        <source>%n new product(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cost(s) changed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n by more than 5 %</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) old, promised every %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>ends %n day(s) before the newest</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; what it costs cannot be computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import the newest file of this source</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>, %1 rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) rejected</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Sales reach to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>, %n day(s) more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) of %1 are out of stock</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) of other suppliers are out of stock</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are out of stock</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half of them for %n day(s) or more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>no order is on its way</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) on their way, the next due %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) on their way</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Press for the open orders; order what has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order today what has no order on its way</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) of %1 run out before an order arrives</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) of other suppliers run out before an order arrives</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) run out before an order arrives</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half of them within %n day(s); an order placed today comes later</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Order now, ask for a faster delivery, or move stock between locations</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) of other categories have too much stock</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) in %1 have too much stock</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) have too much stock</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 at cost is beyond 12 weeks of sales; half of them last %2 weeks or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order none of it; move it where it sells, or mark it down</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) of other categories do not sell at all</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) in %1 do not sell at all</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) do not sell at all</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 at cost; nothing sold in the last 26 weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear it: mark down, bundle, or give it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n not valued, cost or price is missing</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) fail a critical check</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Forecast by the simple rule only; margin of %1 a month rests on them. Most often: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair the data, import again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>merch::format</name>
    <message>
        <source>%1 today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
