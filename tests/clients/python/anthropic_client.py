"""Anthropic's own client."""
import anthropic

VERSION = anthropic.__version__.split(".")[0]


def client(origin):
    return anthropic.Anthropic(base_url=origin, api_key="sk-client", max_retries=0)


def to_body(request):
    content = [{"type": "text", "text": request["prompt"]}]
    if "image" in request:
        content.append({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": request["image"]}})
    body = {"model": request["model"], "max_tokens": request.get("tokensMax", 4096),
            "messages": [{"role": "user", "content": content}]}
    if "system" in request:
        body["system"] = request["system"]
    if "after" in request:
        after = request["after"]
        results = [{"type": "tool_result", "tool_use_id": call["id"], "content": result["text"]}
                   for call, result in zip(after["calls"], after["results"])]
        body["messages"] += [{"role": "assistant", "content": after["turn"]}, {"role": "user", "content": results}]
    if "tools" in request:
        body["tools"] = [{"name": tool["name"], "description": tool["description"], "input_schema": tool["parameters"]}
                         for tool in request["tools"]]
    if "schema" in request:
        body["output_config"] = {"format": {"type": "json_schema", "schema": request["schema"]}}
    if "effort" in request:
        body |= {"thinking": {"type": "adaptive"}, "output_config": {"effort": request["effort"]}}
    return body


def to_outcome(message):
    usage = message.usage
    thinking = getattr(getattr(usage, "output_tokens_details", None), "thinking_tokens", None)
    cached = usage.cache_read_input_tokens
    return {
        "text": "".join(block.text for block in message.content if block.type == "text"),
        "reasoning": "".join(block.thinking for block in message.content if block.type == "thinking"),
        "calls": [{"id": block.id, "name": block.name, "args": block.input}
                  for block in message.content if block.type == "tool_use"],
        "finish": message.stop_reason,
        "usage": {"prompt": usage.input_tokens + (cached or 0) + (usage.cache_creation_input_tokens or 0),
                  "completion": usage.output_tokens, "cached": cached, "reasoning": thinking},
        "turn": message.content,
    }


def whole(origin, request):
    return to_outcome(client(origin).messages.create(**to_body(request)))


def stream(origin, request, heard):
    with client(origin).messages.stream(**to_body(request)) as stream:
        for _ in stream:
            if heard():
                return {}
        return to_outcome(stream.get_final_message())


ROWS = [{
    "name": f"anthropic {VERSION} (py)", "face": "anthropic",
    "finishes": {"stop": "end_turn", "calls": "tool_use", "length": "max_tokens"},
    "whole": whole, "stream": stream, "models": lambda origin: [model.id for model in client(origin).models.list()],
}]
