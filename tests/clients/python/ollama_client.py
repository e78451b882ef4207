"""Ollama's own client."""
import ollama


def to_body(request):
    message = {"role": "user", "content": request["prompt"]}
    if "image" in request:
        message["images"] = [request["image"]]
    messages = [message]
    if "system" in request:
        messages.insert(0, {"role": "system", "content": request["system"]})
    if "after" in request:
        after = request["after"]
        messages.append(after["turn"])
        messages += [{"role": "tool", "tool_name": result["name"], "content": result["text"]} for result in after["results"]]
    body = {"model": request["model"], "messages": messages}
    if "tools" in request:
        body["tools"] = [{"type": "function", "function": tool} for tool in request["tools"]]
    if "schema" in request:
        body["format"] = request["schema"]
    if "effort" in request:
        body["think"] = request["effort"]
    if "tokensMax" in request:
        body["options"] = {"num_predict": request["tokensMax"]}
    return body


def to_outcome(last, message):
    return {
        "text": message.content or "",
        "reasoning": message.thinking or "",
        "calls": [{"name": call.function.name, "args": dict(call.function.arguments)} for call in message.tool_calls or []],
        "finish": last.done_reason,
        "usage": {"prompt": last.prompt_eval_count, "completion": last.eval_count},
        "turn": message,
    }


def whole(origin, request):
    answer = ollama.Client(host=origin).chat(**to_body(request))
    return to_outcome(answer, answer.message)


def stream(origin, request, heard):
    said, thoughts, calls, last = "", "", [], None
    pieces = ollama.Client(host=origin).chat(**to_body(request), stream=True)
    for last in pieces:
        said += last.message.content or ""
        thoughts += last.message.thinking or ""
        calls += last.message.tool_calls or []
        if heard():
            pieces.close()
            return {}
    return to_outcome(last, ollama.Message(role="assistant", content=said, thinking=thoughts, tool_calls=calls or None))


ROWS = [{
    "name": "ollama 0.6 (py)", "face": "ollama",
    "finishes": {"stop": "stop", "calls": "stop", "length": "length"},
    "cannot": {"seals": "its dialect has no place for them",
               "retry-after": "its errors keep no headers", "cached tokens": "no word for them",
               "reasoning tokens": "no word for them"},
    "whole": whole, "stream": stream,
    "models": lambda origin: [model.model for model in ollama.Client(host=origin).list().models],
}]
