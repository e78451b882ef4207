"""What is measured: Quorum with all its governance on, three plain proxies, and a relay as the floor."""

import os
import pathlib
import re
import shutil
import subprocess

from suite.processes import DESCRIPTORS, PROXY_CORE, ROOT, Process, free_port

BUILD = ROOT / "build/bench"
ENVOY = ROOT / "build/rivals/envoy/envoy/_bin/envoy"


class Proxy(Process):
    """`flags` are what the load needs beside the key to be served by it."""

    def __init__(self, name, command, port, core=PROXY_CORE, key="sk-bench", flags=(), **how):
        super().__init__(command, core, port, **how)
        self.name, self.port, self.key, self.flags = name, port, key, flags


class Place:
    """Where proxies write their files, and what they are told of each other."""

    def __init__(self, scratch, quorum):
        self.scratch, self.quorum = pathlib.Path(scratch), quorum
        self.count = 0
        self.certificate, self.key = self.scratch / "cert.pem", self.scratch / "key.pem"

    def folder(self):
        self.count += 1
        made = self.scratch / str(self.count)
        made.mkdir()
        return made

    def make_certificate(self):
        if not self.certificate.exists():
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-days", "2", "-subj", "/CN=localhost", "-addext",
                 "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", self.key, "-out", self.certificate],
                check=True, capture_output=True)


def make_key(place, folder):
    """A client key with limits that are counted and never reached; nothing where this build has no keys."""
    made = subprocess.run(
        [place.quorum, "keys", "create", "--rpm", "100000000", "--streams", "100000"], cwd=folder,
        env=quorum_environment(folder), capture_output=True, text=True)
    found = re.search(r"\bsk-\S+", made.stdout)
    return found[0] if made.returncode == 0 and found else None


def quorum_environment(folder, **more):
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "QUORUM_DATA_DIR": str(folder / "data"),
            "LOG_LEVEL": "WARNING", **{name: str(value) for name, value in more.items()}}


def start_quorum(place, upstream, loops=1, core=PROXY_CORE, tls=False):
    folder, port = place.folder(), free_port()
    scheme = "https" if tls else "http"
    address = f"{scheme}://127.0.0.1:{upstream}"
    key = make_key(place, folder)
    environment = quorum_environment(
        folder, PORT=port, OPENAI_API_KEY="sk-up", OPENAI_BASE_URL=address + "/v1", ANTHROPIC_API_KEY="sk-up",
        ANTHROPIC_BASE_URL=address)
    if tls:
        place.make_certificate()
        environment |= {"QUORUM_TLS_CERT": str(place.certificate), "QUORUM_TLS_KEY": str(place.key),
                        "SSL_CERT_FILE": str(place.certificate)}
    return Proxy("quorum", [place.quorum, "serve", "--loops", loops], port, core=core, key=key or "sk-bench",
                 environment=environment, cwd=folder, log=folder / "log")


def has_keys(place):
    return make_key(place, place.folder()) is not None


def start_nginx(place, upstream, tls=False):
    folder, port = place.folder(), free_port()
    listen, scheme, secure = f"127.0.0.1:{port} backlog=4096", "http", ""
    if tls:
        place.make_certificate()
        listen, scheme = f"127.0.0.1:{port} ssl backlog=4096", "https"
        secure = f"ssl_certificate {place.certificate}; ssl_certificate_key {place.key};"
    # With fewer than a sixteenth of its connections free, it closes those that are kept alive.
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; worker_rlimit_nofile {DESCRIPTORS}; pid {folder}/pid; error_log /dev/null;
events {{ worker_connections 22000; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 1000000000; client_body_buffer_size 64k; {secure}
  upstream provider {{ server 127.0.0.1:{upstream}; keepalive 512; keepalive_requests 1000000000; }}
  server {{
    listen {listen};
    location / {{ proxy_pass {scheme}://provider; proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_buffering off; proxy_read_timeout 600s; }}
  }}
}}
""")
    return Proxy("nginx", ["nginx", "-c", folder / "nginx.conf", "-e", "/dev/null"], port)


def start_haproxy(place, upstream):
    folder, port = place.folder(), free_port()
    (folder / "haproxy.cfg").write_text(f"""
global
  nbthread 1
  maxconn 9990
  ulimit-n {DESCRIPTORS}
defaults
  mode http
  option http-no-delay
  http-reuse always
  timeout connect 10s
  timeout client 600s
  timeout server 600s
frontend clients
  bind 127.0.0.1:{port} backlog 4096
  default_backend provider
backend provider
  server one 127.0.0.1:{upstream} pool-max-conn 512
""")
    return Proxy("haproxy", ["haproxy", "-db", "-f", folder / "haproxy.cfg"], port)


def start_envoy(place, upstream):
    folder, port = place.folder(), free_port()
    (folder / "envoy.yaml").write_text(f"""
static_resources:
  listeners:
  - address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    tcp_backlog_size: 4096
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: bench
          stream_idle_timeout: 600s
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes:
              - match: {{prefix: "/"}}
                route: {{cluster: provider, timeout: 0s}}
          http_filters:
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
  - name: provider
    type: STATIC
    connect_timeout: 10s
    circuit_breakers:
      thresholds:
      - {{max_connections: 100000, max_pending_requests: 100000, max_requests: 100000}}
    load_assignment:
      cluster_name: provider
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {upstream}}}}}}}
""")
    return Proxy("envoy", [ENVOY, "-c", folder / "envoy.yaml", "--concurrency", "1", "--disable-hot-restart",
                           "-l", "off"], port)


def start_relay(place, upstream):
    port = free_port()
    return Proxy("relay", [BUILD / "bench_relay", port, upstream], port)


STARTS = {"quorum": start_quorum, "nginx": start_nginx, "haproxy": start_haproxy, "envoy": start_envoy,
          "relay": start_relay}


def available():
    """Those that can be started here, and why the others cannot."""
    missing = {}
    for name in ("nginx", "haproxy"):
        if not shutil.which(name):
            missing[name] = f"{name} is not installed (tools/setup bench installs it)"
    if not ENVOY.exists():
        missing["envoy"] = "envoy is not installed (bench/setup installs it)"
    return [name for name in STARTS if name not in missing], missing


def versions():
    def first_line(command, pattern):
        try:
            told = subprocess.run(command, capture_output=True, text=True)
        except OSError:
            return None
        found = re.search(pattern, told.stdout + told.stderr)
        return found[1] if found else None

    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT)
    return {"quorum": commit.stdout.strip(), "nginx": first_line(["nginx", "-v"], r"nginx/(\S+)"),
            "haproxy": first_line(["haproxy", "-v"], r"version (\S+)"),
            "envoy": first_line([str(ENVOY), "--version"], r"/(\d+\.\d+\.\d+)/")}
