"""What the served Qovery simulator answers to generated requests is what the official OpenAPI document describes.

Schemathesis makes the requests, right ones and wrong ones, from the document. CLOUDCTL names the tool. Identifiers of
things that exist are put into most of the requests, without which nearly all answers would be 404.
"""

import collections
import copy
import json
import os
import random
import tempfile
import time

import openapi
import requests
import schemathesis
import simulation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

LEAST_CASES = 2000
RIGHT = int(os.environ.get("SCHEMATHESIS_CASES", "16"))
WRONG = RIGHT // 2
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

# What has a name or a key that nothing else may have.
NAMED = ("containerRegistry", "customDomain", "environmentVariable", "secret", "variable", "alias", "override")

# Answers that the document does not name, each with its reason, and those of them that were seen.
UNDOCUMENTED = {}
seen_undocumented = set()

checks = simulation.Checks()


def mend(document):
    """Takes the faults out of the document and adds the refusals without which nothing could conform to it."""
    schemas = document["components"]["schemas"]
    details = schemas["DeploymentHistoryServiceDetails"]
    details["anyOf"] = details.pop("oneOf")
    print("deviation: DeploymentHistoryServiceDetails: oneOf is read as anyOf: its fourth form allows any object")
    job = schemas["JobResponse"]
    job["anyOf"] = job.pop("oneOf")
    print("deviation: JobResponse: oneOf is read as anyOf: a cron job fits the lifecycle form too, whose schedule is open")
    check = schemas["ContainerImageCheckRequest"]
    check["required"] = ["registry_id" if name == "registry_d" else name for name in check["required"]]
    print("deviation: ContainerImageCheckRequest: registry_d is read as registry_id: the required list misspells it")
    for path, item in document["paths"].items():
        for method in ("get", "put", "post", "delete"):
            if method not in item:
                continue
            parameters = [*item.get("parameters", []), *item[method].get("parameters", [])]
            last = [step for step in path.split("/") if not step.startswith("{")][-1:]
            reasons = {}
            if "requestBody" in item[method] or any(one.get("in") == "query" for one in parameters):
                reasons["400"] = "a query or a body that is wrong is refused"
            if parameters:
                reasons["404"] = "an identifier of nothing cannot have a success, which is all that is named"
            if method in ("post", "put") and last and last[0] in NAMED:
                reasons["409"] = "a name that is taken is a conflict, as the Terraform provider saw with variables"
            for status, reason in reasons.items():
                if status not in item[method]["responses"]:
                    item[method]["responses"][status] = {"description": reason}
                    UNDOCUMENTED[method.upper(), path, int(status)] = reason
    return document


class Things:
    """What exists in the simulated organization, made again when a request deleted it."""

    def __init__(self, variables):
        self.base = variables["QOVERY_API_URL"]
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Token {variables['QOVERY_API_TOKEN']}"
        self.organization = variables["QOVERY_ORGANIZATION_ID"]
        self.project = variables["QOVERY_PROJECT_ID"]
        self.cluster = variables["QOVERY_CLUSTER_ID"]
        self.registry = variables["QOVERY_REGISTRY_ID"]
        self.ids = {}
        self.count = 0

    # Services of kinds that are not simulated.
    other_services = {
        f"{kind}{ending}"
        for kind in ("application", "database", "helm", "terraform", "argocd_app", "agentic_workflow")
        for ending in ("s", "_ids")
    }
    # Lists of services, and the identifier that is put into them.
    services = {
        "containers": "containerId",
        "container_ids": "containerId",
        "jobs": "jobId",
        "job_ids": "jobId",
    }
    # What a generated text is never like.
    texts = {
        "key": "GENERATED_{number}",
        "image_name": "library/nginx",
        "tag": "1.{number}",
        "domain": "generated-{number}.example.org",
    }

    def exists(self, path):
        return self.session.get(self.base + path).status_code == 200

    def post(self, path, body):
        answer = self.session.post(self.base + path, json=body)
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"POST {path}: {answer.status_code} {answer.text}")
        return answer.json()["id"]

    def refresh(self):
        """Makes what is missing; what is deleted meanwhile takes another attempt."""
        for _ in range(10):
            try:
                return self.make_missing()
            except (KeyError, RuntimeError) as error:
                last = error
                time.sleep(0.1)
        raise last

    def make_missing(self):
        self.count += 1
        suffix = f"{self.count}"
        ids = self.ids
        if not self.exists(f"/environment/{ids.get('environmentId')}"):
            body = {"name": f"generated-{suffix}", "mode": "DEVELOPMENT", "cluster": self.cluster}
            ids["environmentId"] = self.post(f"/project/{self.project}/environment", body)
        environment = ids["environmentId"]
        if not self.exists(f"/organization/{self.organization}/containerRegistry/{self.registry}"):
            body = {"name": f"registry-{suffix}", "kind": "DOCKER_HUB", "url": "https://docker.io", "config": {}}
            self.registry = self.post(f"/organization/{self.organization}/containerRegistry", body)
        if not self.exists(f"/container/{ids.get('containerId')}"):
            ids["containerId"] = self.post(f"/environment/{environment}/container", self.container(f"web-{suffix}"))
        container = ids["containerId"]
        if not self.exists(f"/job/{ids.get('jobId')}"):
            ids["jobId"] = self.post(f"/environment/{environment}/job", self.job(f"task-{suffix}"))
        places = {"container": container, "job": ids["jobId"], "environment": environment, "project": self.project}
        for place, owner in places.items():
            for kind, name in [("environmentVariable", "environmentVariableId"), ("secret", "secretId")]:
                path = f"/{place}/{owner}/{kind}"
                listed = self.session.get(self.base + path).json()["results"]
                own = {one["id"] for one in listed if one.get("scope", place.upper()) == place.upper()}
                if ids.get((place, name)) not in own:
                    body = {"key": f"{place}_{kind}_{suffix}".upper(), "value": "sample"}
                    ids[place, name] = self.post(path, body)
        ids["variableId"] = ids["container", "environmentVariableId"]
        domains = self.session.get(f"{self.base}/container/{container}/customDomain").json()["results"]
        if ids.get("customDomainId") not in {one["id"] for one in domains}:
            body = {"domain": f"shop-{suffix}.example.org", "generate_certificate": True}
            ids["customDomainId"] = self.post(f"/container/{container}/customDomain", body)
        stages = self.session.get(f"{self.base}/environment/{environment}/deploymentStage").json()["results"]
        if stages:
            ids["deploymentStageId"] = stages[0]["id"]
        ids.update(
            organizationId=self.organization,
            projectId=self.project,
            clusterId=self.cluster,
            containerRegistryId=self.registry,
            serviceId=container,
        )

    def container(self, name):
        return {
            "name": name,
            "registry_id": self.registry,
            "image_name": "library/nginx",
            "tag": "1.29",
            "healthchecks": {},
            "ports": [{"internal_port": 80, "publicly_accessible": True, "protocol": "HTTP"}],
        }

    def job(self, name):
        image = {"registry_id": self.registry, "image_name": "library/nginx", "tag": "1.29"}
        return {
            "name": name,
            "healthchecks": {},
            "source": {"image": image},
            "schedule": {"cronjob": {"scheduled_at": "*/5 * * * *"}},
        }

    def put_into(self, value, method):
        """The value with identifiers of what exists."""
        if isinstance(value, list):
            return [self.put_into(item, method) for item in value]
        if not isinstance(value, dict):
            return value
        result = {}
        for name, member in value.items():
            if isinstance(member, str) and name in self.texts:
                # Mostly a new one, but names are taken now and then.
                member = self.texts[name].format(number=self.count if len(member) % 4 else 0)
            elif name == "registry_id" and isinstance(member, str):
                member = self.registry
            elif name in ("cluster", "cluster_id") and isinstance(member, str):
                member = self.cluster
            elif name in ("variable_parent_id", "alias_parent_id", "override_parent_id") and isinstance(member, str):
                member = self.ids["containerId"]
            elif name in ("variable_scope", "alias_scope", "override_scope") and isinstance(member, str):
                member = "CONTAINER"
            elif name in self.other_services and isinstance(member, list):
                member = []
            elif name in self.services and isinstance(member, list):
                service = self.ids[self.services[name]]
                member = [{**item, "id": service} if isinstance(item, dict) else service for item in member]
            elif name == "source" and isinstance(member, dict):
                # One of the two forms, which are never right together.
                form = "docker" if member.get("docker", {}) else "image"
                member = {form: self.put_into(member.get(form) or {}, method)}
            elif name == "schedule" and isinstance(member, dict):
                # A cron schedule, or events, which are never right together.
                cron = {key: one for key, one in member.items() if key == "cronjob"}
                member = self.put_into(cron or member, method)
            elif name == "scheduled_at" and isinstance(member, str):
                member = "*/5 * * * *"
            else:
                member = self.put_into(member, method)
            result[name] = member
        return result


def implemented(things, method, path):
    """Whether the simulator has the operation."""
    for name in openapi_parameters(path):
        path = path.replace("{" + name + "}", "00000000-0000-4000-8000-000000000000")
    answer = things.session.request(method, things.base + path)
    if answer.status_code == 405:
        return False
    return not (answer.status_code == 404 and "No endpoint" in answer.text)


def openapi_parameters(path):
    return [step[1:-1] for step in path.split("/") if step.startswith("{")]


class Run:
    """One operation under generated requests."""

    def __init__(self, operation, things):
        self.operation = operation
        self.things = things
        self.cases = 0
        self.statuses = collections.Counter()
        self.failures = {}

    def send(self, case, chance, is_right):
        things = self.things
        wrong = {name for name, part in case.meta.components.items() if part.mode == GenerationMode.NEGATIVE}
        if chance.random() < 0.75:
            if self.operation.method.upper() != "GET":
                things.refresh()
            parameters = dict(case.path_parameters or {})
            place = self.operation.path.split("/")[1]
            for name in parameters:
                known = things.ids.get((place, name), things.ids.get(name))
                if known is not None and ParameterLocation.PATH not in wrong:
                    parameters[name] = known
            case.path_parameters = parameters
            if is_right and isinstance(case.body, (dict, list)):
                case.body = things.put_into(copy.deepcopy(case.body), self.operation.method)
            if is_right and case.query and "parent_id" in case.query:
                case.query["parent_id"] = things.ids["containerId"]
        self.cases += 1
        response = case.call(base_url=things.base, headers={"Authorization": things.session.headers["Authorization"]})
        self.statuses[response.status_code] += 1
        if (self.operation.method.upper(), self.operation.path, response.status_code) in UNDOCUMENTED:
            seen_undocumented.add((self.operation.method.upper(), self.operation.path, response.status_code))
        # An identifier that is none may be unknown, and an item of the query that is none may be left out of account.
        chosen = [*CHECKS, negative_data_rejection] if ParameterLocation.BODY in wrong else CHECKS
        try:
            case.validate_response(response, checks=chosen)
        except FailureGroup as group:
            for failure in group.exceptions:
                self.note(failure, case, response)
        except Failure as failure:
            self.note(failure, case, response)

    def expect_refusal_without_credential(self):
        """Asks once without the header, and once with a wrong one."""
        path = self.operation.path
        for name in openapi_parameters(path):
            path = path.replace("{" + name + "}", self.things.ids.get(name, "CONTAINER"))
        for headers in [{}, {"Authorization": "Token qov_wrong"}]:
            answer = requests.request(self.operation.method, self.things.base + path, headers=headers)
            self.statuses[answer.status_code] += 1
            if answer.status_code != 401:
                self.failures[len(self.failures)] = f"{answer.status_code} in the place of 401 with {headers}"

    def note(self, failure, case, response):
        name = type(failure).__name__
        text = str(failure).replace("\n", " ")[:400]
        key = (name, response.status_code, text[:120])
        if key not in self.failures:
            body = response.request.body or b""
            sent = f"{response.request.method} {response.request.url} {body[:300]!r}"
            self.failures[key] = f"{name} {response.status_code}: {text} | {sent} | {response.text[:300]}"

    def generate(self, mode, count):
        run = self
        try:
            strategy = self.operation.as_strategy(generation_mode=mode)

            @settings(
                max_examples=count,
                database=None,
                deadline=None,
                derandomize=True,
                report_multiple_bugs=False,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=strategy, seed=st.integers(0, 2**32))
            def test(case, seed):
                run.send(case, random.Random(seed), mode == GenerationMode.POSITIVE)

            test()
        except (Unsatisfiable, InvalidArgument):
            # An operation without any parameter and body cannot be asked wrongly.
            return


def main():
    document = mend(json.loads(openapi.DOCUMENT.read_text()))
    schema = schemathesis.openapi.from_dict(document)
    total, statuses, left_out = 0, collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        with simulation.running(folder, "--time-scale", "1000") as cloud:
            things = Things(cloud.variables)
            things.refresh()
            for result in schema.get_all_operations():
                operation = result.ok()
                method = operation.method.upper()
                if not implemented(things, method, operation.path):
                    left_out.append(f"{method} {operation.path}")
                    continue
                things.refresh()
                run = Run(operation, things)
                run.generate(GenerationMode.POSITIVE, RIGHT)
                run.generate(GenerationMode.NEGATIVE, WRONG)
                run.expect_refusal_without_credential()
                total += run.cases
                statuses += run.statuses
                seen = " ".join(f"{status}×{count}" for status, count in sorted(run.statuses.items()))
                checks.expect(not run.failures, f"{method} {operation.path}: {seen}")
                for failure in run.failures.values():
                    print(f"   {failure}")
            checks.expect(cloud.process.poll() is None, "the simulation still runs")
        checks.expect(cloud.process.returncode == 0, "it ends with status 0", cloud.process.returncode)
    for method, path, status in sorted(seen_undocumented):
        print(f"deviation: {method} {path} answers {status}: {UNDOCUMENTED[method, path, status]}")
    for name in left_out:
        print(f"not simulated: {name}")
    print(f"{total} cases: " + ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())))
    checks.expect(total >= LEAST_CASES, f"at least {LEAST_CASES} cases", total)
    checks.end()


if __name__ == "__main__":
    main()
