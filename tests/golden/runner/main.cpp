#include <cstdio>

int main()
{
    std::puts("0 passed, 0 failed, 0 skipped");
    return 0;
}
