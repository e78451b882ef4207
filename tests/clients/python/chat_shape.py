"""The shape of Chat Completions, for every client that asks and answers in it."""
import json


def data_url(image):
    return f"data:image/png;base64,{image}"


def chat_body(request):
    content = request["prompt"]
    if "image" in request:
        content = [{"type": "text", "text": content},
                   {"type": "image_url", "image_url": {"url": data_url(request["image"])}}]
    messages = [{"role": "user", "content": content}]
    if "system" in request:
        messages.insert(0, {"role": "system", "content": request["system"]})
    if "after" in request:
        after = request["after"]
        messages.append(after["turn"])
        messages += [{"role": "tool", "tool_call_id": call["id"], "content": result["text"]}
                     for call, result in zip(after["calls"], after["results"])]
    body = {"model": request["model"], "messages": messages}
    if "tools" in request:
        body["tools"] = [{"type": "function", "function": tool} for tool in request["tools"]]
    if "schema" in request:
        body["response_format"] = {"type": "json_schema", "json_schema": {
            "name": "weather", "strict": True, "schema": request["schema"]}}
    if "effort" in request:
        body["reasoning_effort"] = request["effort"]
    if "tokensMax" in request:
        body["max_completion_tokens"] = request["tokensMax"]
    return body


def chat_outcome(completion):
    choice = completion.choices[0]
    message, usage = choice.message, completion.usage
    prompt_details = getattr(usage, "prompt_tokens_details", None)
    completion_details = getattr(usage, "completion_tokens_details", None)
    return {
        "text": message.content or "",
        "reasoning": getattr(message, "reasoning_content", None) or "",
        "calls": [{"id": call.id, "name": call.function.name, "args": json.loads(call.function.arguments)}
                  for call in message.tool_calls or []],
        "finish": choice.finish_reason,
        "usage": {
            "prompt": usage.prompt_tokens, "completion": usage.completion_tokens,
            "cached": getattr(prompt_details, "cached_tokens", None),
            "reasoning": getattr(completion_details, "reasoning_tokens", None),
        },
        "turn": message.model_dump(exclude_none=True, exclude={"parsed"}),
    }
