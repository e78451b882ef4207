"""Other LLM gateways: how each is installed below build/rivals and started. None needs anything global."""

import json
import os
import shutil
import subprocess

from suite.processes import ROOT, free_port
from suite.proxies import Proxy
from suite.scenarios import ENDLESS, IDLE

HOME = ROOT / "build/rivals"
INSTALL_SECONDS = 1_200


class NotInstalled(Exception):
    """Says why, in words for the page."""


def run(name, *command, cwd=None):
    """One step of an installation; its output is kept beside."""
    with open(HOME / f"{name}.log", "ab") as log:
        try:
            done = subprocess.run([str(word) for word in command], cwd=cwd, stdout=log, stderr=log,
                                  stdin=subprocess.DEVNULL, timeout=INSTALL_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise NotInstalled(f"`{command[0]}`: {fault}") from fault
    if done.returncode:
        raise NotInstalled(f"`{' '.join(map(str, command[:4]))} …` failed (build/rivals/{name}.log)")


def venv(name, requirement):
    folder = HOME / name
    if not (folder / "installed").exists():
        run(name, "python3", "-m", "venv", folder)
        run(name, folder / "bin/pip", "install", requirement)
        (folder / "installed").touch()
    return folder


def environment(folder, **more):
    return {"PATH": os.environ["PATH"], "HOME": str(folder), **{name: str(value) for name, value in more.items()}}


class LiteLlm:
    name, version = "litellm", "1.98.0"

    def install(self):
        venv(self.name, f"litellm[proxy]=={self.version}")

    def start(self, place, upstream):
        folder, port = place.folder(), free_port()
        (folder / "config.yaml").write_text(json.dumps({
            "model_list": [{"model_name": "*", "litellm_params": {
                "model": "openai/*", "api_base": f"http://127.0.0.1:{upstream}/v1", "api_key": "sk-up"}}],
            "general_settings": {"master_key": "sk-bench"}}))
        return Proxy(self.name, [HOME / self.name / "bin/litellm", "--config", folder / "config.yaml", "--host",
                                 "127.0.0.1", "--port", port, "--num_workers", 1], port, cwd=folder,
                     log=folder / "log", environment=environment(folder, LITELLM_LOCAL_MODEL_COST_MAP=True,
                                                                 LITELLM_LOG="ERROR"))


class Portkey:
    name, version = "portkey", "1.15.2"

    def install(self):
        folder = HOME / self.name
        if (folder / "installed").exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        # Later ones of these two break it.
        (folder / "package.json").write_text(json.dumps({
            "private": True, "dependencies": {"@portkey-ai/gateway": self.version},
            "overrides": {"@hono/node-server": "1.3.3", "hono": "4.9.7"}}))
        run(self.name, "npm", "install", "--no-audit", "--no-fund", cwd=folder)
        (folder / "installed").touch()

    def start(self, place, upstream):
        folder, port = place.folder(), free_port()
        server = HOME / self.name / "node_modules/@portkey-ai/gateway/build/start-server.js"
        flags = ("--header", "x-portkey-provider: openai",
                 "--header", f"x-portkey-custom-host: http://127.0.0.1:{upstream}/v1")
        return Proxy(self.name, ["node", server, f"--port={port}", "--headless"], port, cwd=folder, log=folder / "log",
                     flags=flags, environment=environment(folder, TRUSTED_CUSTOM_HOSTS="127.0.0.1,localhost",
                                                          NODE_ENV="production"))


class LmProxy:
    name, version = "lm-proxy", "3.3.2"

    def install(self):
        venv(self.name, f"lm-proxy=={self.version}")

    def start(self, place, upstream):
        folder, port = place.folder(), free_port()
        (folder / "config.toml").write_text(f"""
host = "127.0.0.1"
port = {port}
[connections.provider]
api_type = "open_ai"
api_base = "http://127.0.0.1:{upstream}/v1"
api_key = "sk-up"
[routing]
"*" = "provider.*"
[groups.default]
api_keys = ["sk-bench"]
""")
        return Proxy(self.name, [HOME / self.name / "bin/lm-proxy", "--config", folder / "config.toml"], port,
                     cwd=folder, log=folder / "log", environment=environment(folder))


class LiteLlmRs:
    name, version = "litellm-rs", "0.9.0"

    def install(self):
        if not shutil.which("cargo"):
            raise NotInstalled("needs Rust's cargo, which is not here")
        folder = HOME / self.name
        if not (folder / "bin/gateway").exists():
            run(self.name, "cargo", "install", "litellm-rs", "--version", self.version, "--locked", "--bin", "gateway",
                "--features", "sqlite", "--root", folder)

    def start(self, place, upstream):
        folder, port = place.folder(), free_port()
        off = {"enabled": False}
        (folder / "gateway.yaml").write_text(json.dumps({
            "schema_version": "1.0",
            "server": {"host": "127.0.0.1", "port": port, "workers": 1, "max_connections": 4096},
            "providers": [{"name": "provider", "provider_type": "vllm", "api_key": "sk-up",
                           "base_url": f"http://127.0.0.1:{upstream}/v1", "endpoint_access": "private_network",
                           "rpm": 4294967295, "tpm": 4294967295, "max_concurrent_requests": 4096, "max_retries": 0,
                           "models": ["gpt-4", ENDLESS.format(20), IDLE], "enabled": True}],
            "storage": {"database": {"url": "sqlite::memory:", **off}, "redis": {"url": "redis://127.0.0.1", **off}},
            "auth": {"enable_jwt": False, "enable_api_key": False, "allow_anonymous": True},
            "cache": off, "rate_limit": off, "guardrails": off}))
        return Proxy(self.name, [HOME / self.name / "bin/gateway", "--config", folder / "gateway.yaml"], port,
                     cwd=folder, log=folder / "log", environment=environment(folder))


class TensorZero:
    name, version = "tensorzero", "2026.6.0"

    def install(self):
        folder = venv(self.name, f"tensorzero=={self.version}")
        if not self.binary(folder):
            raise NotInstalled("PyPI's package holds no gateway for this machine")

    @staticmethod
    def binary(folder):
        found = [path for path in folder.rglob("*gateway*") if path.is_file() and os.access(path, os.X_OK)]
        return found[0] if found else None

    def start(self, place, upstream):
        folder, port = place.folder(), free_port()
        (folder / "tensorzero.toml").write_text(f"""
[gateway]
bind_address = "127.0.0.1:{port}"
observability.enabled = false
[models."gpt-4"]
routing = ["provider"]
[models."gpt-4".providers.provider]
type = "openai"
model_name = "gpt-4"
api_base = "http://127.0.0.1:{upstream}/v1"
api_key_location = "env::PROVIDER_KEY"
""")
        return Proxy(self.name, [self.binary(HOME / self.name), "--config-file", folder / "tensorzero.toml"], port,
                     cwd=folder, log=folder / "log", environment=environment(folder, PROVIDER_KEY="sk-up"))


RIVALS = [LiteLlm(), Portkey(), LmProxy(), LiteLlmRs(), TensorZero()]
