import statistics, time, pytest, cProfile, pstats
from django.test import Client
from django.core.cache import cache
from tests.web.entrance import *
@pytest.mark.django_db
def test_time(site, settings):
    settings.PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]
    member("bob")
    a,b=[],[]
    for i in range(25):
        for out, email in ((a,"bob@example.org"),(b,f"n{i}@example.org")):
            cache.clear(); t=time.perf_counter()
            Client().post("/sign-up/", ASKED|{"username":f"{'known' if out is a else 'newer'}{i}","email":email})
            out.append((time.perf_counter()-t)*1000)
    print("\nsignup", statistics.median(a), statistics.median(b), min(a), min(b))
    for email in ("bob@example.org","zz@example.org"):
        cache.clear()
        p=cProfile.Profile(); p.enable()
        Client().post("/sign-up/", ASKED|{"username":f"prof{email[:2]}","email":email})
        p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(0.04)
