"""The templates' limits, logs, alarms and releases, and the retention and encryption of recordings."""

import json
import re
from typing import Any

import pytest

from infra.pipeline import Template, pipeline_template
from infra.routes_template import routes_template
from stikadoo.errors import NothingHeard, ProviderUnavailable, StikadooError
from stikadoo.logs import emf, log_line
from stikadoo.settings import clear_settings, variable
from tests.contracts.intrinsics import Region


@pytest.fixture(scope="module")
def pipeline() -> Template:
    return pipeline_template()


@pytest.fixture(scope="module")
def routes() -> Template:
    return routes_template("dev")


LARGEST_ALARM = 10
"""Metrics of a metric math alarm: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html"""


def rendered(template: Template, **chosen: str) -> dict[str, Any]:
    """Logical id → properties."""
    resources = Region("us-east-1", template, {"Stage": "dev", **chosen}).rendered()["Resources"]
    return {name: resource.get("Properties", {}) for name, resource in resources.items()}


def alarms(template: Template) -> dict[str, dict[str, Any]]:
    resources = template["Resources"].items()
    return {name: one["Properties"] for name, one in resources if one["Type"] == "AWS::CloudWatch::Alarm"}


def test_a_stage_is_throttled_and_tighter_on_connect(routes: Template) -> None:
    resource = routes["Resources"]["WebsocketAPIStage"]
    stage = rendered(routes)["WebsocketAPIStage"]
    everywhere, connect = stage["DefaultRouteSettings"], stage["RouteSettings"]["$connect"]
    assert 0 < float(connect["ThrottlingRateLimit"]) < float(everywhere["ThrottlingRateLimit"])
    assert 0 < int(connect["ThrottlingBurstLimit"]) < int(everywhere["ThrottlingBurstLimit"])
    assert resource["DependsOn"] == "WebsocketConnectRoute", "settings of a route that is not there are refused"


def test_the_access_log_is_json_and_says_nothing_of_a_person(routes: Template) -> None:
    settings = rendered(routes)["WebsocketAPIStage"]["AccessLogSettings"]
    line = json.loads(settings["Format"])
    assert {"time", "requestId", "connectionId", "routeKey", "status", "error"} <= set(line)
    assert not any(word in settings["Format"] for word in ("identity", "userAgent", "header", "authorizer", "body"))
    assert rendered(routes)["AccessLog"]["RetentionInDays"] == "30"


def test_the_access_log_can_be_left_out(routes: Template) -> None:
    resources = rendered(routes, AccessLogs="false")
    assert "AccessLogSettings" not in resources["WebsocketAPIStage"]
    assert {"AccessLog", "ConnectRefusedAlarm", "ConnectFailedAlarm"}.isdisjoint(resources)


@pytest.mark.parametrize(
    ("parameter", "function"),
    [("ConnectConcurrency", "WebsocketConnect"), ("HelloConcurrency", "Hello"), ("ListenConcurrency", "Listen")],
)
def test_a_route_s_concurrency_can_be_reserved(routes: Template, parameter: str, function: str) -> None:
    reserved = {
        name: properties["ReservedConcurrentExecutions"]
        for name, properties in rendered(routes, **{parameter: "20"}).items()
        if "ReservedConcurrentExecutions" in properties
    }
    assert reserved == {function: "20"}
    assert "ReservedConcurrentExecutions" not in rendered(routes)[function]
    assert not re.fullmatch(routes["Parameters"][parameter]["AllowedPattern"], "0"), "0 would stop the route"


@pytest.mark.parametrize("required", [False, True])
def test_a_key_is_asked_for_where_it_is_wanted(routes: Template, required: bool) -> None:
    resources = rendered(routes, ApiKeyRequired=str(required).lower())
    assert resources["WebsocketConnectRoute"]["ApiKeyRequired"] is required
    assert resources["WebsocketAPI"]["ApiKeySelectionExpression"] == "$request.header.x-api-key"
    assert ("DevicesKey" in resources) is required
    if required:
        assert resources["DevicesPlan"]["ApiStages"] == [{"ApiId": "WebsocketAPI", "Stage": "WebsocketAPIStage"}]
        assert resources["DevicesPlanKey"]["KeyId"] == "DevicesKey"


def test_a_domain_and_its_certificate_go_together(routes: Template) -> None:
    agree = routes["Rules"]["DomainHasCertificate"]["Assertions"][0]["Assert"]
    for domain, certificate in (("", ""), ("a.example.com", "arn"), ("", "arn"), ("a.example.com", "")):
        region = Region("us-east-1", routes, {"DomainName": domain, "CertificateArn": certificate})
        assert region.holds(agree) == (bool(domain) == bool(certificate))


def test_recordings_are_private_encrypted_and_gone_when_deleted(pipeline: Template) -> None:
    bucket = rendered(pipeline)["Recordings"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"] == [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    ]
    assert {"VersioningConfiguration", "CorsConfiguration"}.isdisjoint(bucket)
    days = {rule["Id"]: rule.get("ExpirationInDays") for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert days == {"chunks": "1", "transcriptions": "1", "recordings": "30", "voices": "1", "unfinished": None}
    denied = rendered(pipeline)["RecordingsPolicy"]["PolicyDocument"]["Statement"]
    assert [(one["Effect"], one["Condition"]) for one in denied] == [
        ("Deny", {"Bool": {"aws:SecureTransport": False}}),
    ]


def test_a_key_of_ones_own_encrypts_bucket_and_table_and_opens_through_them_alone(pipeline: Template) -> None:
    resources = rendered(pipeline, OwnKey="true")
    encryption = resources["Recordings"]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    key = encryption["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert resources["Sessions"]["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    governed, used = resources["OwnEncryption"]["KeyPolicy"]["Statement"]
    assert governed["Principal"]["AWS"].endswith(":root")
    assert used["Condition"]["StringLike"]["kms:ViaService"] == ["s3.us-east-1.*", "dynamodb.us-east-1.*"]
    assert used["Condition"]["StringEquals"] == {"kms:CallerAccount": "123456789012"}
    assert "OwnEncryption" not in rendered(pipeline)


@pytest.mark.parametrize(
    ("stage", "chosen", "is_protected"),
    [
        ("dev", "prod", False),
        ("prod", "prod", True),
        ("dev", "always", True),
        ("prod", "never", False),
    ],
)
def test_prods_table_is_protected(pipeline: Template, stage: str, chosen: str, is_protected: bool) -> None:
    table = rendered(pipeline, Stage=stage, DeletionProtection=chosen)["Sessions"]
    assert table["DeletionProtectionEnabled"] is is_protected
    assert pipeline["Parameters"]["DeletionProtection"]["Default"] == "prod"


def test_every_alarm_has_a_threshold_to_choose_and_tells_the_topic(pipeline: Template, routes: Template) -> None:
    for template, count in ((pipeline, 11), (routes, 3)):
        assert len(alarms(template)) == count
        for name, alarm in alarms(template).items():
            parameter = template["Parameters"][alarm["Threshold"]["Ref"]]
            assert (parameter["Type"], "Default" in parameter) == ("Number", True), name
            assert alarm["TreatMissingData"] == "notBreaching", name
            assert alarm["AlarmActions"] == alarm["OKActions"], name
    actions = rendered(routes, AlarmTopicArn="topic")["ConnectFailedAlarm"]["AlarmActions"]
    assert actions == ["topic"]
    assert "AlarmActions" not in rendered(routes)["ConnectFailedAlarm"]


def test_an_alarm_counts_the_errors_of_every_route_s_function(routes: Template) -> None:
    functions = {name for name, one in routes["Resources"].items() if one["Type"] == "AWS::Serverless::Function"}
    (expression, *metrics) = routes["Resources"]["RouteErrors"]["Properties"]["Metrics"]
    counted = [metric["MetricStat"]["Metric"]["Dimensions"][0]["Value"]["Ref"] for metric in metrics]
    assert sorted(counted) == sorted(functions)
    assert len(metrics) <= LARGEST_ALARM
    assert {metric["MetricStat"]["Metric"]["MetricName"] for metric in metrics} == {"Errors"}
    assert [one["Id"] for one in (expression, *metrics) if one["ReturnData"]] == [expression["Id"]]


def test_what_children_wait_is_the_metric_that_deliver_logs(
    pipeline: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarm = rendered(pipeline)["SlowStickers"]
    deliver = pipeline_template()["Globals"]["Function"]["Environment"]["Variables"]
    name = variable("metrics_namespace")
    assert deliver[name] == {"Fn::Sub": "Stikadoo/${Stage}"}
    monkeypatch.setenv(name, "Stikadoo/dev")
    clear_settings()
    try:
        logged = emf({"WaitedSeconds": (4.2, "Seconds")}, Stage="deliver")["_aws"]["CloudWatchMetrics"][0]
    finally:
        clear_settings()
    assert logged["Namespace"] == alarm["Namespace"] == "Stikadoo/dev"
    assert [metric["Name"] for metric in logged["Metrics"]] == [alarm["MetricName"]]
    assert logged["Dimensions"] == [[dimension["Name"] for dimension in alarm["Dimensions"]]]


@pytest.mark.parametrize(("name", "step"), [("TranscribeErrorLines", "transcribe"), ("ImagineErrorLines", "imagine")])
def test_an_engines_failure_is_counted_and_a_silent_child_is_not(
    pipeline: Template, name: str, step: str, caplog: pytest.LogCaptureFixture
) -> None:
    def line(error: StikadooError) -> tuple[str, str]:
        with pytest.raises(type(error)), log_line(step):
            raise error
        return caplog.records[-1].levelname, caplog.records[-1].getMessage()

    pattern = f'{{ $.level = "ERROR" && $.message = "{step}" }}'
    assert rendered(pipeline)[name]["FilterPattern"] == pattern
    assert line(ProviderUnavailable("engine", "answered 503")) == ("ERROR", step)
    assert line(NothingHeard("silence")) == ("WARNING", step)


def test_the_dashboard_shows_every_alarm_of_the_pipeline(pipeline: Template) -> None:
    body = json.loads(rendered(pipeline)["Dashboard"]["DashboardBody"])
    arns = next(one["properties"]["alarms"] for one in body["widgets"] if one["type"] == "alarm")
    assert sorted(arn.rsplit(":", 1)[1] for arn in arns) == sorted(alarms(pipeline))
    assert {one["properties"]["region"] for one in body["widgets"] if one["type"] != "alarm"} == {"us-east-1"}


def test_a_failed_recordings_message_says_what_to_do(pipeline: Template) -> None:
    target = rendered(pipeline)["FailedRecordings"]["Targets"][0]
    text = target["InputTransformer"]["InputTemplate"]
    lines = text.splitlines()
    assert [(line[0], line[-1], line.count('"')) for line in lines] == [('"', '"', 2)] * len(lines)
    assert set(target["InputTransformer"]["InputPathsMap"]) == {"recording", "status", "error", "execution"}
    for part in ("<recording>", "<error>", "stage dev", "stikadoo replay <recording> --stage dev --region us-east-1"):
        assert part in text
    assert "cause" not in target["InputTransformer"]["InputPathsMap"], "its quotes would break the message"


def test_an_event_that_cannot_be_delivered_is_retried_and_then_kept(pipeline: Template) -> None:
    resources = rendered(pipeline)
    targets = [
        *resources["FailedRecordings"]["Targets"],
        *(
            event["Properties"]
            for function in resources.values()
            for event in function.get("Events", {}).values()
            if event["Type"] == "EventBridgeRule"
        ),
    ]
    assert len(targets) == 2
    for target in targets:
        assert 0 < target["RetryPolicy"]["MaximumRetryAttempts"] <= 185
        assert 60 <= target["RetryPolicy"]["MaximumEventAgeInSeconds"] <= 86_400
        assert target["DeadLetterConfig"]["Arn"].endswith(":UndeliveredEvents")
    statement = resources["UndeliveredEventsPolicy"]["PolicyDocument"]["Statement"][0]
    assert statement["Condition"]["ArnLike"]["aws:SourceArn"] == (
        "arn:aws:events:us-east-1:123456789012:rule/stack-*"
    ), "EventBridge names a rule after its stack"
    assert not {"Name"} & set(resources["FailedRecordings"])


def test_the_routes_start_an_alias_where_there_is_one(pipeline: Template, routes: Template) -> None:
    here, there = (Region("us-east-1", pipeline, chosen).rendered() for chosen in ({"LocalEndpoint": "http://l"}, {}))
    assert here["Outputs"]["StateMachineAliasArn"]["Value"] == here["Outputs"]["StateMachineArn"]["Value"]
    assert there["Outputs"]["StateMachineAliasArn"]["Value"] == "VoiceToStickerAlias"
    assert there["Outputs"]["StateMachineArn"]["Value"] == "VoiceToSticker"
    variables = routes["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["STIKADOO_STATE_MACHINE_ARN"] == {"Ref": "StateMachineAliasArn"}


def test_a_gradual_release_is_watched_and_a_repair_is_not_barred(pipeline: Template) -> None:
    at_once = rendered(pipeline)["VoiceToStickerAlias"]["DeploymentPreference"]
    gradual = rendered(pipeline, ReleaseType="CANARY")["VoiceToStickerAlias"]["DeploymentPreference"]
    assert at_once == {"StateMachineVersionArn": "VoiceToStickerVersion", "Type": "ALL_AT_ONCE"}
    assert gradual == {
        "StateMachineVersionArn": "VoiceToStickerVersion",
        "Type": "CANARY",
        "Percentage": "10",
        "Interval": "5",
        "Alarms": ["FailedExecutions"],
    }
    for name in ("VoiceToStickerVersion", "OwnEncryption", "Recordings"):
        assert pipeline["Resources"][name]["UpdateReplacePolicy"] == "Retain"
