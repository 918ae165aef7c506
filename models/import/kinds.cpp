#include "models/import/kinds.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

static void registerPresets()
{
    Q_INIT_RESOURCE(merch_data);
}

namespace merch
{

const std::vector<KindSpec>& kindSpecs()
{
    static const std::vector<KindSpec> all{
        {"locations",
         "shops, warehouses and web channels",
         {{"location", "text", true, "location|locationid|store|storeid|shop|branch|warehouse|code"},
          {"name", "text", false, "name|storename|locationname"},
          {"type", "text", false, "type|locationtype|storetype"},
          {"region", "text", false, "region|state|area|district"}}},
        {"suppliers",
         "who delivers, how fast and from what value on",
         {{"supplier", "text", true, "supplier|suppliercode|supplierid|vendor|vendorid"},
          {"name", "text", false, "name|suppliername|vendorname"},
          {"lead_time_days", "number", false, "leadtimedays|leadtime|leaddays"},
          {"lead_time_sd", "number", false, "leadtimesd|leadtimestd|leadtimedeviation"},
          {"order_cost", "money", false, "ordercost|costperorder"},
          {"min_order_value", "money", false, "minordervalue|minimumordervalue|minimumorder"},
          {"review_days", "count", false, "reviewdays|reviewperiod|reviewperioddays|ordercycledays"}}},
        {"products",
         "the catalog",
         {{"sku", "text", true,
           "sku|productid|itemid|item|itemcode|productcode|stockcode|articleno|articlenumber|variantsku|"
           "partno"},
          {"parent_sku", "text", false, "parentsku|parent|handle|style"},
          {"title", "text", false, "title|name|description|productname|itemname|itemdescription"},
          {"category", "text", false,
           "category|categorypath|productcategory|department|class|group|producttype"},
          {"brand", "text", false, "brand|manufacturer"},
          {"supplier", "text", false, "supplier|supplierid|suppliercode|vendor"},
          {"predecessor_sku", "text", false, "predecessorsku|predecessor|replaces"},
          {"unit_cost", "price", false, "unitcost|cost|costprice|purchaseprice|costperitem"},
          {"list_price", "price", false, "listprice|price|retailprice|sellingprice|variantprice|rrp"},
          {"fulfilment_cost", "price", false, "fulfilmentcost|fulfillmentcost"},
          {"pack_size", "count", false, "packsize|casepack|case|unitspercase|pack"},
          {"moq", "count", false, "moq|minimumorderquantity|minorderqty"},
          {"shelf_life_days", "count", false, "shelflifedays|shelflife"},
          {"launch_date", "date", false, "launchdate|launched|introduced"},
          {"status", "text", false, "status|state"}}},
        {"supplier_products",
         "what a supplier charges and how it packs",
         {{"sku", "text", true, "sku|productid|itemid|itemcode|stockcode"},
          {"supplier", "text", true, "supplier|supplierid|suppliercode|vendor"},
          {"unit_cost", "price", false, "unitcost|cost|price|purchaseprice"},
          {"moq", "count", false, "moq|minimumorderquantity"},
          {"pack_size", "count", false, "packsize|casepack|unitspercase"},
          {"lead_time_days", "number", false, "leadtimedays|leadtime"}}},
        {"customers",
         "who buys",
         {{"customer_id", "text", true, "customerid|customer|clientid|id"},
          {"email", "text", false, "email|emailaddress"},
          {"name", "text", false, "name|fullname|customername"},
          {"phone", "text", false, "phone|telephone|mobile"},
          {"street", "text", false, "street|address|address1"},
          {"city", "text", false, "city|town|suburb"},
          {"postcode", "text", false, "postcode|zip|zipcode|postalcode"},
          {"country", "text", false, "country"},
          {"created", "date", false, "created|createdat|since"},
          {"last_seen", "date", false, "lastseen|lastseenat|lastorder"},
          {"consent", "text", false, "consent|acceptsmarketing|optin"}}},
        {"events",
         "holidays, school breaks, local events",
         {{"from", "date", true, "from|date|start|startdate|fromdate"},
          {"to", "date", false, "to|end|enddate|todate"},
          {"name", "text", true, "name|event|holiday|eventname|eventname1"},
          {"type", "text", false, "type|eventtype|eventtype1"},
          {"location", "text", false, "location|store|region"}}},
        {"promotions",
         "temporary offers",
         {{"promotion_id", "text", true, "promotionid|promotion|promoid|offerid"},
          {"from", "date", true, "from|start|startdate|fromdate"},
          {"to", "date", true, "to|end|enddate|todate"},
          {"sku", "text", false, "sku|productid|itemid"},
          {"category", "text", false, "category"},
          {"location", "text", false, "location|store"},
          {"discount", "share", false, "discount|depth|discountshare"},
          {"mechanic", "text", false, "mechanic|type|promotiontype"}}},
        {"prices",
         "what a product costs the shopper, and since when",
         {{"sku", "text", true, "sku|productid|itemid|stockcode"},
          {"price", "price", true, "price|unitprice|sellingprice|sellprice"},
          {"location", "text", false, "location|store|storeid"},
          {"from", "date", false, "from|validfrom|start|fromdate|date"},
          {"to", "date", false, "to|validto|end|todate"}}},
        {"stock",
         "what stands on the shelf",
         {{"date", "date", true, "date|day|snapshotdate|stockdate|dt"},
          {"sku", "text", true, "sku|productid|itemid|item|stockcode"},
          {"on_hand", "number", false, "onhand|stock|quantity|qty|qtyonhand|inventory|soh|available"},
          {"in_stock", "share", false, "instock|availability"},
          {"location", "text", false, "location|store|storeid|warehouse"},
          {"on_order", "number", false, "onorder|qtyonorder|incoming"},
          {"min", "number", false, "min|minimum|reordermin|reorderpoint"},
          {"max", "number", false, "max|maximum|reordermax|orderupto"}}},
        {"purchase_orders",
         "what was ordered, and when it came",
         {{"po_id", "text", true, "poid|po|purchaseorder|ordernumber|poname"},
          {"sku", "text", true, "sku|productid|itemid|stockcode"},
          {"ordered", "date", true, "ordered|ordereddate|orderdate|orderedon"},
          {"units", "number", false, "units|quantity|qty|orderedunits"},
          {"expected", "date", false, "expected|expecteddate|due|duedate"},
          {"received", "date", false, "received|receiveddate|arrived|delivered"},
          {"location", "text", false, "location|store|warehouse"}}},
        {"sales",
         "order lines, or totals of a day, week or month",
         {{"date", "date", true,
           "date|day|invoicedate|orderdate|saledate|transactiondate|week|month|createdat|dt"},
          {"sku", "text", true, "sku|productid|itemid|item|stockcode|articleno|lineitemsku|variantsku"},
          {"units", "number", true,
           "units|quantity|qty|unitssold|sold|sales|salesunits|lineitemquantity|saleamount"},
          {"location", "text", false, "location|store|storeid|shop|branch|warehouse"},
          {"revenue", "money", false, "revenue|amount|salesamount|turnover|value|linetotal"},
          {"unit_price", "price", false, "unitprice|price|sellprice|lineitemprice"},
          {"regular_price", "price", false, "regularprice|baseprice"},
          {"discount", "number", false, "discount|discountamount"},
          {"order_id", "text", false,
           "orderid|order|invoice|invoiceno|invoicenumber|receipt|basketid|transactionid"},
          {"customer_id", "text", false, "customerid|customer|clientid"},
          {"channel", "text", false, "channel"},
          {"promotion_id", "text", false, "promotionid|promotion|promo"},
          {"title", "text", false, "title|description|productname|itemname"},
          {"country", "text", false, "country"}}},
        {"competitor_prices",
         "what others ask",
         {{"date", "date", true, "date|day|checkedon"},
          {"sku", "text", true, "sku|productid|itemid"},
          {"competitor", "text", true, "competitor|shop|seller|rival"},
          {"price", "price", true, "price|competitorprice"},
          {"in_stock", "share", false, "instock|available"}}},
        {"carts",
         "searches, views, carts and purchases",
         {{"session_id", "text", true, "sessionid|session|visitid|userpseudoid"},
          {"at", "time", true, "at|timestamp|time|datetime|eventtimestamp"},
          {"event", "text", true, "event|action|eventname"},
          {"sku", "text", false, "sku|productid|itemid"},
          {"customer_id", "text", false, "customerid|userid"},
          {"device", "text", false, "device"},
          {"value", "money", false, "value|amount"}}},
        {"traffic",
         "sessions by day",
         {{"date", "date", true, "date|day"},
          {"sessions", "count", true, "sessions|visits"},
          {"channel", "text", false, "channel"},
          {"device", "text", false, "device"},
          {"category", "text", false, "category"},
          {"orders", "count", false, "orders|transactions"}}},
        {"marketing",
         "what was spent to win customers",
         {{"date", "date", true, "date|day"},
          {"channel", "text", true, "channel|medium"},
          {"spend", "money", true, "spend|cost|adspend"},
          {"new_customers", "count", false, "newcustomers"},
          {"revenue", "money", false, "revenue"},
          {"clicks", "count", false, "clicks"}}},
        {"campaigns",
         "messages and what came of them",
         {{"customer_id", "text", true, "customerid"},
          {"at", "time", true, "at|time|timestamp"},
          {"event", "text", true, "event|action"},
          {"campaign", "text", false, "campaign|campaignname"}}},
        {"contacts",
         "calls and mails to customer service",
         {{"customer_id", "text", false, "customerid"},
          {"order_id", "text", false, "orderid"},
          {"at", "time", true, "at|time|timestamp|contactedat"},
          {"reason", "text", true, "reason|contactreason"}}},
        {"costs",
         "costs beside the purchase price",
         {{"sku", "text", false, "sku"},
          {"order_id", "text", false, "orderid"},
          {"month", "date", false, "month"},
          {"kind", "text", true, "kind|costtype"},
          {"amount", "money", true, "amount|cost"}}},
        {"targets",
         "own targets and benchmarks",
         {{"metric", "text", true, "metric|kpi"},
          {"value", "number", true, "value|target"},
          {"category", "text", false, "category"},
          {"channel", "text", false, "channel"},
          {"device", "text", false, "device"},
          {"from", "date", false, "from"},
          {"source", "text", false, "source"}}},
        {"budgets",
         "open-to-buy by month",
         {{"month", "date", true, "month|date"},
          {"amount", "money", true, "amount|budget|otb"},
          {"category", "text", false, "category"},
          {"basis", "text", false, "basis|atcost"}}},
        {"drivers",
         "weather, traffic and other regressors",
         {{"date", "date", true, "date|day|week"},
          {"location", "text", false, "location|store"},
          {"sku", "text", false, "sku"},
          {"category", "text", false, "category"}}}};
    return all;
}

const KindSpec* findKind(const QString& name)
{
    for (const KindSpec& kind : kindSpecs()) {
        if (name == QLatin1String(kind.name))
            return &kind;
    }
    return nullptr;
}

QString normalisedHeading(const QString& heading)
{
    QString plain;
    for (const QChar letter : heading) {
        if (letter.isLetterOrNumber())
            plain += letter.toLower();
    }
    return plain;
}

const std::vector<Preset>& presetSpecs()
{
    static const std::vector<Preset> all = [] {
        registerPresets();
        std::vector<Preset> read;
        const QDir folder(QStringLiteral(":/presets"));
        for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
            Preset preset;
            preset.name = object.value(QStringLiteral("name")).toString();
            preset.kind = object.value(QStringLiteral("kind")).toString();
            for (const QJsonValue& heading : object.value(QStringLiteral("detect")).toArray())
                preset.detect += heading.toString();
            const QJsonObject map = object.value(QStringLiteral("map")).toObject();
            for (auto it = map.begin(); it != map.end(); ++it)
                preset.map[it.key()] = it.value().toString();
            const QJsonObject answers = object.value(QStringLiteral("answers")).toObject();
            for (auto it = answers.begin(); it != answers.end(); ++it)
                preset.answers[it.key()] = it.value().toString();
            read.push_back(std::move(preset));
        }
        return read;
    }();
    return all;
}

} // namespace merch
