#pragma once

#include <boost/math/policies/policy.hpp>

/// How the engine calls Boost.Math: in double, and with infinities instead of exceptions.
namespace merch::special
{

namespace bp = boost::math::policies;
using Policy = bp::policy<
    bp::domain_error<bp::ignore_error>, bp::pole_error<bp::ignore_error>,
    bp::overflow_error<bp::ignore_error>, bp::underflow_error<bp::ignore_error>,
    bp::denorm_error<bp::ignore_error>, bp::evaluation_error<bp::ignore_error>,
    bp::rounding_error<bp::ignore_error>, bp::promote_double<false>>;

} // namespace merch::special
