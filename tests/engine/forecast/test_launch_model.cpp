#include "engine/core/random.h"
#include "engine/forecast/launch_model.h"
#include "engine/forecast/sum_distribution.h"

#include <QTest>

#include <cmath>

using namespace merch;

namespace
{

constexpr int kPlaces = 4, kDays = 700, kProducts = 160, kLaunched = 60;
const Day kFirst = dayOf(2024, 1, 1);
const Day kLast = kFirst + kDays - 1;
constexpr double kSize[kPlaces] = {0.4, 0.8, 1.2, 1.6};
constexpr double kShareOfFirstWeek = 0.5;

ProductTraits traits(const char* leaf, const std::string& title, double price, const char* brand = "")
{
    return {{"Home", leaf}, title, brand, {}, price};
}

/// Half the level in the first two weeks, then all of it.
double curveTruth(int age)
{
    return age < 14 ? kShareOfFirstWeek : 1.0;
}

/// Two kinds of goods of very different pace, at four places of different size; some are launched one after
/// another, the last ten in the last three weeks.
struct Shop {
    std::vector<ProductTraits> products;
    std::vector<std::optional<Day>> launches;
    std::vector<double> rates;
    std::vector<std::vector<std::vector<double>>> sold; ///< product, place, day from its launch or kFirst

    Shop()
    {
        Random random(11);
        for (int p = 0; p < kProducts; ++p) {
            const bool quick = p % 2 == 0;
            const double price = 10.0 * std::exp(0.3 * random.normal());
            products.push_back(traits(
                quick ? "Mugs" : "Lamps", quick ? "stoneware mug large" : "brass desk lamp", price,
                p % 3 == 0 ? "Alder" : "Birch"));
            rates.push_back((quick ? 5.0 : 0.8) * std::exp(0.4 * random.normal()));
            std::optional<Day> launch;
            if (p >= kProducts - kLaunched)
                launch = p >= kProducts - 10 ? kLast - 2 * (kProducts - p)
                                             : kFirst + 200 + 7 * (p - kProducts + kLaunched);
            launches.push_back(launch);
            const Day from = launch.value_or(kFirst);
            std::vector<std::vector<double>> places;
            for (int l = 0; l < kPlaces; ++l) {
                Random draws(17, static_cast<std::uint64_t>(p * kPlaces + l));
                std::vector<double> days;
                for (Day day = from; day <= kLast; ++day) {
                    const double mean = rates.back() * kSize[l] * (launch ? curveTruth(day - from) : 1.0);
                    days.push_back(static_cast<double>(draws.poisson(mean)));
                }
                places.push_back(days);
            }
            sold.push_back(places);
        }
    }

    void fill(LaunchModel& model) const
    {
        for (std::size_t p = 0; p < sold.size(); ++p)
            for (int l = 0; l < kPlaces; ++l)
                model.add(
                    {p,
                     l,
                     Grain::Daily,
                     launches[p].value_or(kFirst),
                     sold[p][static_cast<std::size_t>(l)],
                     {}});
    }
};

const Shop& shop()
{
    static const Shop made;
    return made;
}

const LaunchModel& model()
{
    static const auto made = [] {
        auto m = std::make_unique<LaunchModel>(shop().products, shop().launches, kPlaces, kLast);
        shop().fill(*m);
        if (!m->learn(1, {}))
            qFatal("not learned");
        return m;
    }();
    return *made;
}

} // namespace

class TestLaunchModel : public QObject
{
    Q_OBJECT
private slots:
    void likenessIsSymmetricAndOneWithItself()
    {
        const Similarity similarity(
            {traits("Mugs", "Blue Mug, large", 8.0, "Alder"), traits("Mugs", "blue mug small", 9.0, "Alder"),
             traits("Lamps", "Desk lamp", 40.0, "Birch"), ProductTraits{{}, {}, {}, {}, std::nan("")}});
        QVERIFY(std::abs(similarity.between(0, 0).all - 1.0) < 1e-12);
        QCOMPARE(similarity.between(0, 1).all, similarity.between(1, 0).all);
        QVERIFY(similarity.between(0, 1).all > 2.0 * similarity.between(0, 2).all);
        QCOMPARE(similarity.between(0, 2).category, 0.5); // "Home" of "Home > Mugs"
        QCOMPARE(similarity.between(0, 2).price, 0.0);    // more than four times
        QVERIFY(std::isnan(similarity.between(0, 3).text));
        QCOMPARE(similarity.between(0, 3).all, 0.0);
    }

    void onlyEligibleOnesAreLookAlikes()
    {
        const Similarity similarity(
            {traits("Mugs", "mug a1", 8.0), traits("Mugs", "mug b2", 8.0), traits("Mugs", "mug c3", 16.0),
             traits("Mugs", "mug d4", 8.0)});
        const std::vector<std::uint8_t> eligible{1, 1, 1, 0};
        const std::vector<LookAlike> looks = similarity.mostAlike(0, eligible, 5);
        QCOMPARE(looks.size(), std::size_t{2});
        QCOMPARE(looks[0].product, std::size_t{1});
        QVERIFY(looks[0].weight > looks[1].weight);
        QVERIFY(std::abs(looks[0].weight + looks[1].weight - 1.0) < 1e-12);
    }

    void curveIsThatOfPastLaunches()
    {
        const LaunchCurve& curve = model().curveOf(kProducts - 1);
        QVERIFY(curve.launches > 30.0);
        QVERIFY2(std::abs(curve.at(3) - kShareOfFirstWeek) < 0.06, qPrintable(QString::number(curve.at(3))));
        QVERIFY(std::abs(curve.at(60) - 1.0) < 0.06);
        QCOMPARE(curve.at(200), 1.0);
        QCOMPARE(LaunchCurve{}.at(0), 1.0);
    }

    void sizesOfPlacesAreFound()
    {
        for (int l = 0; l < kPlaces; ++l)
            QVERIFY(std::abs(model().sizeOf(l) - kSize[l]) < 0.05);
    }

    void ownHistoryTakesOverAsItGrows()
    {
        double before = 0.0;
        for (const int p : {kProducts - 1, kProducts - 5, kProducts - 10}) { // 3, 11, 21 days on sale
            const auto product = static_cast<std::size_t>(p);
            QVERIFY(model().isNew(product, 3));
            const LaunchLevel level = model().level(product, 3, model().lookAlikes(product));
            QVERIFY(std::abs(level.fromLookAlikes + level.fromElsewhere + level.fromOwn - 1.0) < 1e-9);
            QVERIFY(level.fromLookAlikes >= 0.0 && level.fromElsewhere >= 0.0);
            QVERIFY(level.deviation > 0.0);
            QVERIFY(level.fromOwn > 0.0);
            if (p % 2 != 0) { // of the same pace
                QVERIFY(1.0 - level.fromLookAlikes > before);
                before = 1.0 - level.fromLookAlikes;
            }
        }
        QVERIFY(!model().isNew(0, 0));
    }

    void aNewProductSellsAsItsLookAlikesByTheSizeOfThePlace()
    {
        // A mug that nobody sold yet, and a lamp.
        std::vector<ProductTraits> products = shop().products;
        std::vector<std::optional<Day>> launches = shop().launches;
        products.push_back(traits("Mugs", "stoneware mug large", 10.0));
        products.push_back(traits("Lamps", "brass desk lamp", 10.0));
        launches.resize(products.size(), kLast + 8);
        LaunchModel with(products, launches, kPlaces, kLast);
        shop().fill(with);
        QVERIFY(with.learn(2, {}));
        const auto of = [&](std::size_t product, int place) {
            return with.forecast(
                {product, place, Grain::Daily, kLast + 1, 84, {}, true}, with.lookAlikes(product));
        };
        const Forecast mug = of(kProducts, 3), small = of(kProducts, 0), lamp = of(kProducts + 1, 3);
        QCOMPARE(mug.mean.front(), 0.0); // not on sale yet
        QVERIFY(std::abs(mug.sum(0, 84) / small.sum(0, 84) - kSize[3] / kSize[0]) < 1.0);
        QVERIFY(mug.sum(0, 84) > 3.0 * lamp.sum(0, 84));
        QVERIFY(mug.mean[8] < 0.8 * mug.mean[60]);
        QVERIFY(mug.sumQuantile(28, 28, 0.05) < 0.8 * mug.sum(28, 28));
        QVERIFY(mug.sumQuantile(28, 28, 0.95) > 1.3 * mug.sum(28, 28));
    }

    void pastLaunchesAreForecastBetterThanWithout()
    {
        for (const int age : {0, 7}) {
            double error = 0.0, category = 0.0, own = 0.0, sold = 0.0;
            int inside80 = 0, inside95 = 0, tests = 0;
            for (const LaunchTest& one : model().tests()) {
                if (one.span != LaunchModel::kTestDays || one.age != age)
                    continue;
                error += std::abs(one.forecast - one.actual);
                category += std::abs(one.category - one.actual);
                own += std::abs(one.own - one.actual);
                sold += one.actual;
                inside80 += std::abs(one.score) < 1.2816 ? 1 : 0;
                inside95 += std::abs(one.score) < 1.9600 ? 1 : 0;
                ++tests;
            }
            QVERIFY(tests >= 100);
            qInfo(
                "age %d: WAPE %.3f, category %.3f, own days %.3f; 80 %% hold %.3f, 95 %% hold %.3f of %d",
                age, error / sold, category / sold, own / sold, static_cast<double>(inside80) / tests,
                static_cast<double>(inside95) / tests, tests);
            QVERIFY(error < sold); // a forecast of nothing
            QVERIFY(error < category);
            QVERIFY(error < own);
            QVERIFY(inside80 > 0.6 * tests);
            QVERIFY(inside95 > 0.85 * tests);
        }
    }

    void threadsDoNotMatter()
    {
        LaunchModel again(shop().products, shop().launches, kPlaces, kLast);
        shop().fill(again);
        QVERIFY(again.learn(3, {}));
        const std::size_t product = kProducts - 3;
        const LaunchModel::Target target{product, 1, Grain::Daily, kLast + 1, 28, {}, true};
        const Forecast a = again.forecast(target, again.lookAlikes(product)),
                       b = model().forecast(target, model().lookAlikes(product));
        QCOMPARE(a.mean, b.mean);
        QCOMPARE(a.errors.table, b.errors.table);
    }

    void nothingKnownStillAnswers()
    {
        LaunchModel empty({traits("Mugs", "mug", 5.0)}, {kLast + 1}, 1, kLast);
        QVERIFY(empty.learn(1, {}));
        QVERIFY(empty.lookAlikes(0).empty());
        const Forecast forecast = empty.forecast({0, 0, Grain::Weekly, kLast + 1, 4, {}, true}, {});
        QCOMPARE(forecast.horizon(), 4);
        for (int step = 0; step < 4; ++step) {
            QVERIFY(std::isfinite(forecast.mean[static_cast<std::size_t>(step)]));
            QVERIFY(forecast.quantile(step, 0.95) >= forecast.quantile(step, 0.5));
        }
    }
};

QTEST_GUILESS_MAIN(TestLaunchModel)
#include "test_launch_model.moc"
