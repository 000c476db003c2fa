"""The configurations in deploy/nginx/ keep nothing, and each line of them that was changed for the worse is named."""

import re
from pathlib import Path

import pytest

from deploy.machine.findings import CannotLook
from deploy.machine.nginx import parse
from deploy.machine.proxy import passes_to, private

CONFIGURATIONS = ("intake.conf", "reviewer.conf")
WORSE = [
    ("access_log off;", "", "logs every request"),
    ("access_log off;", "access_log /var/log/nginx/access.log;", "logs every request to /var/log/nginx/access.log"),
    ("location / {", "location / { access_log syslog:server=10.0.0.1;", "logs every request to syslog"),
    ("location = /.400 {", "location = /.400 { access_log /tmp/x if=$loud;", "location = /.400 logs every request"),
    ("error_log /dev/null emerg;", "", "keeps its error log"),
    ("error_log /dev/null emerg;", "error_log /var/log/nginx/error.log crit;", "/var/log/nginx/error.log crit"),
    ("location / {", "location / { error_log stderr;", "keeps an error log: stderr"),
    ("proxy_pass_request_headers off;", "", "passes all headers"),
    (
        "proxy_set_header Connection",
        "proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header A",
        "X-Forwarded-For",
    ),
    ("proxy_set_header Connection", "proxy_set_header X-Client $remote_addr; proxy_set_header A", "X-Client"),
    ("client_body_temp_path /run", "client_body_temp_path /var", "client_body_temp_path is /var"),
    ("proxy_temp_path /run/sealed-line/nginx/answers;", "", "proxy_temp_path is its own place"),
    ("ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1", "nginx speaks TLSv1.1"),
    ("ssl_session_tickets off", "ssl_session_tickets on", "ssl_session_tickets on"),
    ("worker_rlimit_core 0;", "", "dump its memory"),
]


def text_of(root: Path, name: str) -> str:
    return (root / "deploy/nginx" / name).read_text()


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_configurations_of_this_tree_are_good(root: Path, name: str) -> None:
    assert not list(private(parse(text_of(root, name))))


@pytest.mark.parametrize("name", CONFIGURATIONS)
@pytest.mark.parametrize(("good", "bad", "said"), WORSE)
def test_a_line_changed_for_the_worse_is_named(root: Path, name: str, good: str, bad: str, said: str) -> None:
    text = text_of(root, name)
    assert good in text
    found = [one.found for one in private(parse(text.replace(good, bad, 1)))]
    assert [one for one in found if said in one], found


def test_a_log_in_a_file_that_is_included_is_found_on_disk_and_in_a_dump(root: Path, tmp_path: Path) -> None:
    text = text_of(root, "intake.conf").replace("access_log off;", "include sites/*;")
    (tmp_path / "sites").mkdir()
    for log, count in (("off", 0), ("/var/log/nginx/access.log", 2)):
        (tmp_path / "sites/one").write_text(f"access_log {log};\n")
        (tmp_path / "nginx.conf").write_text(text)
        dump = "".join(f"# configuration file {path}:\n{path.read_text()}\n" for path in _files(tmp_path))
        for found in (private(parse(text, tmp_path / "nginx.conf")), private(parse(dump))):
            assert len([one for one in found if "logs every request" in one.found]) == count


def test_every_finding_names_the_file_and_the_line_in_it_that_is_to_be_changed(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/one").write_text("server {\n  access_log /var/log/nginx/access.log;\n}\n")
    main = tmp_path / "nginx.conf"
    main.write_text("events { }\nhttp {\n  ssl_protocols TLSv1 TLSv1.2;\n  include sites/*;\n}\n")
    dump = "".join(f"# configuration file {path}:\n{path.read_text()}\n" for path in _files(tmp_path))
    for config in (parse(main.read_text(), main), parse(dump)):
        mends = [one.mend for one in private(config)]
        assert len(mends) == 6
        assert all(f" of {main}" in one or f"in {main}" in one or f" {tmp_path}/sites/one" in one for one in mends)
        assert f"access_log off; # in line 2 of {tmp_path}/sites/one" in mends


def test_what_is_handed_on_is_found_by_socket_and_by_port(root: Path) -> None:
    for name in CONFIGURATIONS:
        config, app = parse(text_of(root, name)), name.partition(".")[0]
        assert passes_to(config, f"/run/sealed-line/{app}/{app}.sock")
        assert not passes_to(config, "/run/other.sock")
    config = parse("events { } http { server { listen 80; location / { proxy_pass http://localhost:8001/; } } }")
    assert passes_to(config, ":8001")
    assert not passes_to(config, ":800")
    assert not passes_to(config, ":80")


def _files(folder: Path) -> list[Path]:
    return [folder / "nginx.conf", folder / "sites/one"]


def test_words_in_quotes_comments_and_variables_are_read_as_nginx_does() -> None:
    top = parse(
        'events { } # access_log x;\nhttp { log_format a \'{"b": "$c"}\'; set $d "e;f"; map $g $h { ~*\\bi\\b j; } }'
    )
    (http,) = top.all("http")
    assert http.all("log_format")[0].words == ("a", '{"b": "$c"}')
    assert http.all("set")[0].words == ("$d", "e;f")
    assert not http.all("access_log")


@pytest.mark.parametrize(
    "text", ["", "hello;", "http {", "http { } }", "http { a 'b; }", "events { } http { listen 80 }"]
)
def test_what_is_no_configuration_is_refused_rather_than_called_good(text: str) -> None:
    with pytest.raises(CannotLook):
        parse(text)


def test_no_word_of_the_good_examples_is_left_unread(root: Path) -> None:
    for name in CONFIGURATIONS:
        bare = re.sub(r"#[^\n]*", "", text_of(root, name))
        assert bare.count("access_log") == len(_all(parse(text_of(root, name)), "access_log"))
        assert len(re.findall(r"\bproxy_set_header\b", bare)) == len(
            _all(parse(text_of(root, name)), "proxy_set_header")
        )


def _all(block: object, name: str) -> list[object]:
    from deploy.machine.nginx import Directive, walk  # noqa: PLC0415

    assert isinstance(block, Directive)
    return [one for each, _ in walk(block) for one in each.all(name)]
