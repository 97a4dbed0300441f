"""A bare Flask: what a server, a worker and an answer cost where there is no product. Nothing else is loaded here."""

from flask import Flask

hello = Flask("hello")
hello.add_url_rule("/", "hello", lambda: "Hello")
hello.add_url_rule("/healthz", "healthz", lambda: "ok")
