"""Responses as TypedDicts: what the documents show. Every answer may hold more than they name."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class ContentItem(TypedDict):
    """
    A picture or a text. Only Wan models say which in type; for the others, the key that is present does.
    """

    type: NotRequired[str]
    image: NotRequired[str]
    """
    Address of a PNG file
    """
    text: NotRequired[str]


class UsageOutputTokensDetails(TypedDict):
    reasoning_tokens: NotRequired[int]


class Usage(TypedDict):
    """
    Counts successful pictures only, and only these are billed; tokens are not. Wan models report size and tokens, Qwen-Image and Z-Image width and height, tasks of text2image and image2image the count alone.
    """

    image_count: NotRequired[int]
    size: NotRequired[str]
    """
    Width*height; 0*0 before the first picture of a stream.
    """
    width: NotRequired[int]
    height: NotRequired[int]
    input_tokens: NotRequired[int]
    output_tokens: NotRequired[int]
    total_tokens: NotRequired[int]
    output_tokens_details: NotRequired[UsageOutputTokensDetails]


class TaskSubmittedOutput(TypedDict):
    task_id: str
    task_status: str


class TaskSubmitted(TypedDict):
    """
    Answer of the endpoints that create a task.
    """

    output: TaskSubmittedOutput
    request_id: str


class TaskResult(TypedDict):
    """
    A picture with its url, or a failure with its code and message.
    """

    url: NotRequired[str]
    """
    Address of a PNG file
    """
    orig_prompt: NotRequired[str]
    actual_prompt: NotRequired[str]
    """
    The rewritten prompt; only with prompt_extend.
    """
    code: NotRequired[str]
    message: NotRequired[str]


class TaskMetrics(TypedDict):
    TOTAL: NotRequired[int]
    SUCCEEDED: NotRequired[int]
    FAILED: NotRequired[int]


class TaskListItem(TypedDict):
    """
    A task in a list; times in milliseconds.
    """

    task_id: str
    status: NotRequired[str]
    model_name: NotRequired[str]
    region: NotRequired[str]
    request_id: NotRequired[str]
    gmt_create: NotRequired[int]
    start_time: NotRequired[int]
    end_time: NotRequired[int]
    """
    Absent while the task runs.
    """
    api_key_id: NotRequired[str]
    caller_parent_id: NotRequired[str]
    caller_uid: NotRequired[str]
    user_api_unique_key: NotRequired[str]


class QuotaLimit(TypedDict):
    """
    Requests and usage in a period of seconds, tasks that run at once and tasks that wait.
    """

    request_limit: NotRequired[int | None]
    request_limit_period: NotRequired[int | None]
    """
    Seconds; 60 for requests a minute, 1 for a second.
    """
    usage_limit: NotRequired[int | None]
    usage_limit_field: NotRequired[str | None]
    usage_limit_period: NotRequired[int | None]
    async_user_queue_limit: NotRequired[int | None]
    async_user_concurrency_limit: NotRequired[int | None]


class CancelResponse(TypedDict):
    """
    The task was canceled.
    """

    request_id: str


class UploadFields(TypedDict):
    """
    What the upload form needs: OSSAccessKeyId, Signature, policy, key (upload_dir, a slash and the file name), x-oss-object-acl, x-oss-forbid-overwrite, success_action_status, and the file last.
    """

    policy: str
    signature: str
    upload_dir: str
    upload_host: str
    expire_in_seconds: NotRequired[int]
    max_file_size_mb: NotRequired[int | str]
    """
    Depends on the model.
    """
    capacity_limit_mb: NotRequired[int | str]
    oss_access_key_id: str
    x_oss_object_acl: NotRequired[str]
    x_oss_forbid_overwrite: NotRequired[str | bool]


class ErrorResponse(TypedDict):
    """
    Body of an answer with status 400 or above, unless a gateway wrote it, in which case it need not be JSON. The SDK also treats a code at the top of a 200 answer as a failure. Some codes have two spellings, such as ModelNotFound and model_not_found.
    """

    code: str
    message: str
    request_id: NotRequired[str]
    """
    Also in the response header x-request-id.
    """


class FlatErrorResponseError(TypedDict):
    code: str
    message: str
    type: NotRequired[str]
    param: NotRequired[str | None]


class FlatErrorResponse(TypedDict):
    """
    The same of an endpoint in OpenAI's style; the request id is in the response header x-request-id.
    """

    error: FlatErrorResponseError


class QwenImage3_0AnswerOutput(TypedDict):
    rewrite_status: NotRequired[str]
    """
    Whether the prompt was rewritten; not_use and success have been seen.
    """


class QwenImage3_0AnswerUsage(TypedDict):
    output_image_count: NotRequired[int]
    output_width: NotRequired[int]
    output_height: NotRequired[int]


class QwenImage3_0Answer(TypedDict):
    """
    What an answer of Qwen-Image 3.0 holds.
    """

    output: NotRequired[QwenImage3_0AnswerOutput]
    usage: NotRequired[QwenImage3_0AnswerUsage]
    request_id: NotRequired[str]


class QwenImage3_0Answer2DataItem(TypedDict):
    url: NotRequired[str]
    """
    Address of a PNG file.
    """


class QwenImage3_0Answer2Output(TypedDict):
    rewrite_status: NotRequired[str]
    """
    Whether the prompt was rewritten; not_use and success have been seen.
    """


class QwenImage3_0Answer2Usage(TypedDict):
    output_image_count: NotRequired[int]
    output_width: NotRequired[int]
    output_height: NotRequired[int]


class QwenImage3_0Answer2(TypedDict):
    """
    What an answer of Qwen-Image 3.0 holds.
    """

    data: NotRequired[list[QwenImage3_0Answer2DataItem]]
    output: NotRequired[QwenImage3_0Answer2Output]
    usage: NotRequired[QwenImage3_0Answer2Usage]
    request_id: NotRequired[str]


class QwenMtImageAnswerOutput(TypedDict):
    image_url: NotRequired[str]
    """
    Address of a JPEG file.
    """
    message: NotRequired[str]
    """
    Says when no text was found; the call is billed all the same.
    """


class QwenMtImageAnswer(TypedDict):
    """
    What an answer of Qwen-MT image translation holds.
    """

    output: NotRequired[QwenMtImageAnswerOutput]
    request_id: NotRequired[str]


class Message(TypedDict):
    role: NotRequired[str]
    content: list[ContentItem]
    reasoning_content: NotRequired[str]
    """
    How z-image-turbo rewrote the prompt; empty without prompt_extend.
    """


class TaskList(TypedDict):
    """
    A page of tasks.
    """

    total: NotRequired[int]
    data: list[TaskListItem]
    total_page: NotRequired[int]
    page_no: NotRequired[int]
    page_size: NotRequired[int]
    request_id: NotRequired[str]


class Quota(TypedDict):
    """
    The rate limits of a model, of the account and, where it has its own, of a workspace.
    """

    model: str
    workspace_id: NotRequired[str]
    model_limit: NotRequired[QuotaLimit]
    workspace_limit: NotRequired[QuotaLimit | None]


class UploadPolicy(TypedDict):
    """
    Answer of upload-policy; the fields are under data, not under output.
    """

    request_id: NotRequired[str]
    data: UploadFields


class Choice(TypedDict):
    finish_reason: NotRequired[str | None]
    """
    The text stop at the end; in a stream the text "null" until then.
    """
    message: Message


class TaskOutput(TypedDict):
    """
    A task. Pictures are in choices if it was created by image-generation, in results if by text2image or image2image. Times are text without a time zone and appear as the task progresses.
    """

    task_id: str
    task_status: str
    submit_time: NotRequired[str]
    scheduled_time: NotRequired[str]
    end_time: NotRequired[str]
    finished: NotRequired[bool]
    choices: NotRequired[list[Choice]]
    results: NotRequired[list[TaskResult]]
    task_metrics: NotRequired[TaskMetrics]
    code: NotRequired[str]
    message: NotRequired[str]


class QuotaListOutput(TypedDict):
    quotas: list[Quota]
    total: NotRequired[int]
    page_no: NotRequired[int]
    page_size: NotRequired[int]


class QuotaList(TypedDict):
    """
    A page of rate limits, one entry for each model and workspace.
    """

    output: QuotaListOutput
    request_id: NotRequired[str]


class GenerationOutput(TypedDict):
    choices: list[Choice]
    finished: NotRequired[bool]
    task_metric: NotRequired[TaskMetrics]


class TaskResponse(TypedDict):
    """
    Answer to the query of a task. A failed task has its code and message under output or here at the top.
    """

    request_id: NotRequired[str]
    output: NotRequired[TaskOutput]
    usage: NotRequired[Usage]
    code: NotRequired[str]
    message: NotRequired[str]


class StreamEvent(TypedDict):
    """
    Data of one server-sent event: an increment of one content item. finish_reason is the text "null" until the last event, which may hold content too; usage counts from the start. Frames are id:, event:result, a comment :HTTP_STATUS/200 and data: with no space after the colon; an error is event:error with code and message as data. No mark follows the last event.
    """

    output: NotRequired[GenerationOutput]
    usage: NotRequired[Usage]
    request_id: NotRequired[str]
    code: NotRequired[str]
    message: NotRequired[str]


class GenerationResponse(TypedDict):
    """
    Answer of multimodal-generation. Pictures may be in several choices or in several items of one.
    """

    output: GenerationOutput
    usage: NotRequired[Usage]
    request_id: str
