"""Asks a chapter in AWS's runtime interface emulator as a function URL would: tests/image.sh starts it.

  lambda.py api  URL VERSION     the API: ready, a forecast, the version that serves, each visitor's limit, a file of 4 MiB
  lambda.py page URL             the page: its assets, the picture, an upload without the token
  lambda.py version URL VERSION  whether the first answer comes from this version
  lambda.py cold URL             the seconds until the first good forecast, which begin with the start of the process
"""
import base64, json, re, sys, time, urllib.request


class Function:
    def __init__(self, url):
        self.url = url + "/2015-03-31/functions/function/invocations"

    def ask(self, path, body=b"", headers=None, visitor="198.51.100.7"):
        """The answer to one request as status, headers and body. The address is the event's, as AWS fills it in."""
        method = "POST" if body else "GET"
        path, _, query = path.partition("?")
        event = {
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
            "headers": {"host": "id.lambda-url.us-east-1.on.aws", "x-forwarded-for": visitor, **(headers or {})},
            "requestContext": {
                "accountId": "anonymous", "apiId": "id", "domainName": "id.lambda-url.us-east-1.on.aws",
                "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": visitor, "userAgent": "test"},
                "requestId": "1", "routeKey": "$default", "stage": "$default", "time": "26/Nov/2026:12:00:00 +0000",
                "timeEpoch": 1795694400000,
            },
            "body": base64.b64encode(body).decode(), "isBase64Encoded": True,
        }
        sent = json.dumps(event).encode()
        assert len(sent) < 6 * 1024 * 1024, "Lambda would not take this request, which the emulator does"
        with urllib.request.urlopen(urllib.request.Request(self.url, sent), timeout=120) as answer:
            said = json.load(answer)
        content = said.get("body", "")
        content = base64.b64decode(content) if said.get("isBase64Encoded") else content.encode()
        return said["statusCode"], {name.lower(): value for name, value in said.get("headers", {}).items()}, content


PREDICT = ("/predict", b'{"home": "Flamengo", "away": "Palmeiras"}', {"content-type": "application/json"})


def forecast(function, **more):
    return function.ask(*PREDICT, **more)


def api(function, version):
    assert function.ask("/health/ready")[0] == 200, "not ready"
    status, _, body = forecast(function)
    assert status == 200, (status, body)
    said = json.loads(body)
    assert said["model_version"] == version and abs(sum(said["probabilities"].values()) - 1) < 1e-9, said
    # One visitor uses up a share of its own, whatever it says of its address; the next one is served.
    for i in range(3000):
        status = forecast(function, visitor="203.0.113.9")[0]
        if status == 429:
            break
    assert status == 429, "no limit"
    assert 429 in [forged(function, f"192.0.2.{last}") for last in range(1, 9)], "a forged address counts"
    assert forecast(function, visitor="203.0.113.10")[0] == 200, "others pay for it"
    # The largest file that the project takes fits into a request of Lambda, in base64, too.
    row = b"1,26,13/09/2026,16:00,Gremio,Bahia,,,,,-,SIMULATED,1,1,RS,BA\n"
    with open("sample/simulated-league.csv", "rb") as sample:
        header = sample.readline()
    file = header + row * ((4 << 20) // len(row) - len(header))
    token = {"content-type": "text/csv", "authorization": "Bearer a-token"}
    assert function.ask("/data/preview", file, {"content-type": "text/csv"})[0] == 403, "a file without the token"
    status, _, body = function.ask("/data/preview", file, token)
    assert status == 200 and json.loads(body)["rows"] > 1000, (status, body[:300])
    print("the API answers,", i, "requests are one visitor's share, and it reads a file of", len(file), "bytes")


def forged(function, address):
    """The status for the visitor without a share who says that it is another one; between two, one may be earned."""
    headers = {"content-type": "application/json", "x-forwarded-for": address,
               "x-amzn-request-context": '{"http": {"sourceIp": "%s"}}' % address}
    return function.ask(PREDICT[0], PREDICT[1], headers, visitor="203.0.113.9")[0]


def page(function):
    status, _, html = function.ask("/?home=Flamengo&away=Palmeiras")
    assert status == 200 and b"Flamengo" in html, status
    assets = set(re.findall(r'(?:href|src)="(/[^"?]+\.(?:css|js|svg|ttf|woff2)[^"]*)"', html.decode()))
    assert assets, "a page without assets"
    for asset in assets:
        status, headers, body = function.ask(asset)
        assert status == 200 and len(body) > 100, (asset, status)
    status, headers, picture = function.ask("/card.png?home=Flamengo&away=Palmeiras")
    assert status == 200 and picture.startswith(b"\x89PNG"), (status, picture[:80])
    status, _, body = upload(function, 4 << 20)
    assert status == 403 and b"token" in body.lower(), (status, body[:500])
    assert function.ask("/")[0] == 200, "the page after the upload"
    print(len(assets), "assets, a picture of", len(picture), "bytes, an upload without the token refused in words")


def upload(function, size):
    row = b"1,26,13/09/2026,16:00,Gremio,Bahia,,,,,-,SIMULATED,1,1,RS,BA\n"
    content = row * (size // len(row))
    body = (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + content + b"\r\n--x--\r\n")
    return function.ask("/data/preview", body, {"content-type": "multipart/form-data; boundary=x"})


def version(function, wanted):
    status, _, body = function.ask("/model")
    assert status == 200 and json.loads(body)["version"] == wanted, (status, body[:200])
    print("the first answer after the sleep comes from the new champion")


def cold(function):
    start = time.monotonic()
    while forecast(function, visitor="198.51.100.8")[0] != 200:  # the adapter waits for the port; the model is there some moments later
        time.sleep(0.01)
    print("%.2f" % (time.monotonic() - start))


if __name__ == "__main__":
    globals()[sys.argv[1]](Function(sys.argv[2]), *sys.argv[3:])
