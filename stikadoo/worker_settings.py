"""Settings of each worker, read by stikadoo.settings.

The engines are not a setting: the state machine passes them in the document's `engines` and falls back to the next.
"""

from stikadoo.settings import setting_class


@setting_class
class ProvisioningSettings:
    """Settings of the provisioning API, which is no worker."""

    devices_table: str
    token_keys_parameter: str
    "SSM SecureString with the keys of the device tokens: stikadoo.device_tokens."
    device_url_parameter: str
    "SSM parameter with the URL of the stage's own API, which is deployed later."
    open_mode: str = "false"
    "true: every device is active at once; false: an operator approves each by the code that it shows."
    websocket_url: str = ""
    "Where devices connect; empty: to the bridge through which they ask, or to the stage's own API."
    protocol_version: int = 3
    "The binary protocol that devices are told to use: 1, 2 or 3."
    timezone_offset_minutes: int = 0
    "Added to the devices' clocks, which firmware shows as local time."
    token_days: int = 30
    "How long a device token is valid; each start of the device renews it."


@setting_class
class WorkerSettings:
    """Settings of every worker."""

    bucket: str


@setting_class
class SessionWorkerSettings(WorkerSettings):
    """Settings of the workers that use the sessions table."""

    table: str


@setting_class
class TranscodeSettings(SessionWorkerSettings):
    settle_ms: int = 400
    "A recording without packet numbers is complete when no chunk has arrived for this long."
    lost_after_ms: int = 8000
    "After waiting this long for numbered chunks, missing packets count as lost and are concealed."
    max_seconds: int = 60
    "Longer recordings are cut."
    silence_dbfs: float = -50.0
    "A recording that is never louder counts as silence."


@setting_class
class TranscribeSettings(WorkerSettings):
    transcriber_attempt_seconds: int = 45
    "Of a stream of Amazon Transcribe, in all."
    transcriber_seconds: int = 90
    "Of all attempts and checks of a transcriber, before the next one is asked."
    spoken_languages: str = "en-US,zh-CN,de-DE,es-ES"
    "Supported languages, BCP 47. The device's language is used if it is among them, else the language is identified."
    min_confidence: float = 0.25
    "A transcript with a lower confidence counts as nothing heard; 0: none does."
    transcriber: str = "whisper"
    "The stage's engines: whisper's model is loaded before the first call, if it is the first of them."
    whisper_model: str = "base"
    "A faster-whisper model, by name or by folder."
    whisper_weights: str = ""
    "Where `stikadoo deploy` uploaded that model, bucket/folder; empty: it is on this machine."
    vocabulary: str = ""
    "Custom vocabulary of Amazon Transcribe: for the first language, or by language (en-US=wishes,zh-CN=yuanwang)."
    vocabulary_filter: str = ""
    "Vocabulary filter of Amazon Transcribe, in the same format; its words are masked."
    transcribe_streaming_url: str = ""
    "Amazon Transcribe's streaming endpoint (https://host:port of a VPC endpoint); empty: the region's."


@setting_class
class ModerateSettings(SessionWorkerSettings):
    spending_table: str
    device_stickers_a_day: int = 100
    "Sticker limit per device and day (UTC); 0: no limit."
    stage_stickers_a_day: int = 5000
    "Sticker limit of all devices per day (UTC); 0: no limit."
    max_wish_characters: int = 200
    moderator: str = ""
    "Moderation services used after the word list, separated by commas: guardrail, openai."
    guardrail_id: str = ""
    guardrail_version: str = "DRAFT"
    guardrail_region: str = ""
    "Empty: the worker's region."
    openai_url: str = "https://api.openai.com/v1"
    openai_key_parameter: str = ""
    "SSM SecureString with the API key."
    openai_moderation_model: str = "omni-moderation-latest"


@setting_class
class ImagineSettings(WorkerSettings):
    illustrator_attempt_seconds: int = 45
    "Of one attempt of an illustrator, or one check of its job, with the picture's download."
    illustrator_seconds: int = 90
    "Of all attempts and checks of an illustrator, before the next one is asked."
    picture_hosts: str = ""
    """Hosts on a private network, by commas, whose pictures are fetched, also by http: host or host:port. For a test
    server or a gateway of one's own; other pictures come by https from public addresses."""
    picture_style: str = "outline"
    "outline, pixel, stamp or cute."
    dashscope_url: str = "https://dashscope-intl.aliyuncs.com/api/v1"
    "China: https://dashscope.aliyuncs.com/api/v1; a workspace has its own URL. API keys are per region."
    dashscope_key_parameter: str = ""
    "SSM SecureString with the API key."
    dashscope_model: str = "qwen-image-3.0"
    dashscope_size: str = "1024*1024"
    dashscope_call: str = "task"
    "task: the state machine polls a task until the picture is ready; sync: the worker waits for the picture."
    dashscope_inspection: str = ""
    "on: request DashScope's own inspection of prompt and picture, too."
    bedrock_model: str = "stability.stable-image-core-v1:1"
    bedrock_region: str = ""
    "Empty: the worker's region."
    openai_url: str = "https://api.openai.com/v1"
    openai_key_parameter: str = ""
    "SSM SecureString with the API key."
    openai_model: str = "gpt-image-2"
    openai_size: str = "1024x1024"
    openai_quality: str = "low"


@setting_class
class RenderSettings(WorkerSettings):
    dither: str = "auto"
    "auto: a threshold for line art, tonal_dither for other pictures; line or tonal: the same for all pictures."
    tonal_dither: str = "floyd-steinberg"
    "floyd-steinberg, atkinson or ordered."
    max_black_percent: int = 45
    "Maximum share of black dots; a darker sticker is thinned out, to limit heat and battery current."


@setting_class
class DeliverSettings(SessionWorkerSettings):
    url_seconds: int = 900
    "Lifetime of a sticker's presigned URL."


@setting_class
class ForgetSettings(SessionWorkerSettings):
    keep_recordings: str = "failed"
    "failed: keep the voice of failed recordings only; all: keep every recording (a stage for test devices)."
