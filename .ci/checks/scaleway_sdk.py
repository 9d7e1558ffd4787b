"""The official Python SDK of Scaleway works unchanged on a served simulator.

CLOUDCTL names the tool. The SDK learns everything from the variables that `cloudctl simulate` prints. Time runs a hundred
times as fast, so that the waits of the SDK, at least a second each, are enough.
"""

import base64
import json
import os
import pathlib
import tempfile
import time

import requests
import scaleway.container.v1 as v1
import scaleway.jobs.v1alpha2 as jobs
import scaleway.secret.v1beta1 as secrets
import simulation
from scaleway import Client, ScalewayException, WaitForOptions
from scaleway_core.api import ValidationError

MIB = 1024 * 1024
NOWHERE = "00000000-0000-4000-8000-000000000000"
SCALE = ("--time-scale", "100")
# What there is: two images that work, one that listens on another port, one that does not start.
WORLD = {
    "images": {
        "docker.io/shop/silent:1": {"port": 9000},
        "docker.io/shop/dead:1": {"starts": False},
        "docker.io/library/nginx:1.29": {},
        "docker.io/library/nginx:1.30": {},
        "docker.io/shop/nightly:1": {"run": {"length": "5s", "output": ["done"]}},
        "docker.io/shop/failing:1": {"run": {"length": "5s", "exitCode": 3, "failures": 1}},
        "docker.io/shop/endless:1": {"run": {"length": "80000s"}},
    },
    "otherImages": None,
}

checks = simulation.Checks()
calls = {"count": 0}


def api(variables):
    """The API as a program makes it that finds its configuration in the environment."""
    for name in list(os.environ):
        if name.startswith("SCW_"):
            del os.environ[name]
    os.environ.update({name: value for name, value in variables.items() if name.startswith("SCW_")})
    # No file of the user counts.
    os.environ["SCW_CONFIG_PATH"] = "/nonexistent/config.yaml"
    return v1.ContainerV1API(Client.from_config_file_and_env())


class Counted:
    """Counts the requests of the SDK."""

    def __enter__(self):
        self.send = requests.Session.send

        def send(session, request, **options):
            calls["count"] += 1
            return self.send(session, request, **options)

        requests.Session.send = send

    def __exit__(self, *error):
        requests.Session.send = self.send


def patience():
    return WaitForOptions(timeout=60, min_delay=1, max_delay=1)


def refusal(call, *arguments, **options):
    """What the SDK raises: its class, the status and the body; nothing where it raises nothing."""
    try:
        call(*arguments, **options)
    except ScalewayException as error:
        return type(error), error.status_code, error.response.json()
    return None, None, {}


def expect_refusal(what, status, kind, call, *arguments, **options):
    error, found, body = refusal(call, *arguments, **options)
    checks.expect(
        error is ScalewayException and found == status and body.get("type") == kind,
        f"{what}: ScalewayException {status} {kind or 'without a type'}",
        f"{error} {found} {body}",
    )


def gone(get, **options):
    """Whether something is there no more, after some seconds at most."""
    for _ in range(10):
        _, status, _ = refusal(get, **options)
        if status == 404:
            return True
        # 20 s of the simulator's time.
        time.sleep(0.2)
    return False


def namespaces(client, variables):
    made = client.create_namespace(
        name="shop",
        description="a shop",
        environment_variables={"LOG_LEVEL": "info"},
        secret_environment_variables={"TOKEN": "sample"},
        tags=["one", "two"],
    )
    checks.expect(made.name == "shop" and made.project_id == variables["SCW_DEFAULT_PROJECT_ID"], "creates a namespace")
    checks.expect(made.status == v1.NamespaceStatus.CREATING, "a new namespace is creating", made.status)
    ready = client.wait_for_namespace(namespace_id=made.id, options=patience())
    checks.expect(ready.status == v1.NamespaceStatus.READY, "waits for a namespace", ready.status)
    checks.expect(
        (ready.secret_environment_variables or {}).get("TOKEN", "").startswith("$argon2id$"),
        "a secret variable is answered as a hash",
        ready.secret_environment_variables,
    )
    client.update_namespace(namespace_id=made.id, description="the shop", tags=["three"])
    again = client.wait_for_namespace(namespace_id=made.id, options=patience())
    checks.expect(again.description == "the shop" and again.tags == ["three"], "updates a namespace", again)
    return made.id


def containers(client, namespace):
    made = client.create_container(
        namespace_id=namespace,
        name="web",
        image="docker.io/library/nginx:1.29",
        port=8080,
        min_scale=0,
        max_scale=3,
        mvcpu_limit=500,
        memory_limit_bytes=512 * MIB,
        timeout="60s",
        privacy=v1.ContainerPrivacy.PUBLIC,
        protocol=v1.ContainerProtocol.HTTP1,
        environment_variables={"A": "1", "B": "2"},
        secret_environment_variables={"KEY": "sample"},
        scaling_option=v1.ContainerScalingOption(concurrent_requests_threshold=20),
        liveness_probe=v1.ContainerProbe(
            failure_threshold=3, interval="10s", timeout="1s", http=v1.ContainerProbeHTTPProbe(path="/health")
        ),
        tags=["web"],
    )
    checks.expect(made.status in v1.CONTAINER_TRANSIENT_STATUSES, "creates a container", made.status)
    expect_refusal(
        "an update while it is created", 409, "transient_state", client.update_container, container_id=made.id, port=80
    )
    ready = client.wait_for_container(container_id=made.id, options=patience())
    checks.expect(ready.status == v1.ContainerStatus.READY, "waits for a container", ready.status)
    checks.expect(ready.public_endpoint.startswith("https://"), "a container has an address", ready.public_endpoint)
    checks.expect(
        (ready.max_scale, ready.mvcpu_limit, ready.timeout, ready.privacy, ready.tags)
        == (3, 500, "60s", v1.ContainerPrivacy.PUBLIC, ["web"]),
        "a container is what was asked for",
        ready,
    )
    checks.expect(
        ready.liveness_probe.http is not None and ready.liveness_probe.http.path == "/health",
        "a container has its probe",
        ready.liveness_probe,
    )
    client.update_container(
        container_id=made.id, image="docker.io/library/nginx:1.30", max_scale=5, environment_variables={"A": "3"}
    )
    updated = client.wait_for_container(container_id=made.id, options=patience())
    checks.expect(
        (updated.image, updated.max_scale, updated.environment_variables)
        == ("docker.io/library/nginx:1.30", 5, {"A": "3"}),
        "updates a container",
        updated,
    )
    redeployed = client.redeploy_container(container_id=made.id)
    checks.expect(redeployed.status in v1.CONTAINER_TRANSIENT_STATUSES, "redeploys a container", redeployed.status)
    ready = client.wait_for_container(container_id=made.id, options=patience())
    checks.expect(ready.status == v1.ContainerStatus.READY, "waits for a redeployment", ready.status)
    return made.id


def failures(client, namespace):
    for name, image, words in [
        ("missing", "docker.io/shop/nothing:1", "not found"),
        ("silent", "docker.io/shop/silent:1", ""),
        ("dead", "docker.io/shop/dead:1", ""),
    ]:
        made = client.create_container(namespace_id=namespace, name=name, image=image, port=8080)
        ended = client.wait_for_container(container_id=made.id, options=WaitForOptions(timeout=60, min_delay=2))
        checks.expect(
            ended.status == v1.ContainerStatus.ERROR and words in (ended.error_message or ""),
            f"the container {name} ends in error",
            f"{ended.status} {ended.error_message}",
        )
        client.delete_container(container_id=made.id)
        checks.expect(gone(client.get_container, container_id=made.id), f"the container {name} is deleted")


def lists(client, namespace):
    for number in range(7):
        client.create_container(
            namespace_id=namespace, name=f"many-{number}", image="docker.io/library/nginx:1.29", port=80
        )
    first = client.list_containers(namespace_id=namespace, page=1, page_size=3)
    count = first.total_count
    checks.expect(len(first.containers) == 3 and count == 8, "lists a page of containers", count)
    last = client.list_containers(namespace_id=namespace, page=3, page_size=3)
    checks.expect(len(last.containers) == 2, "lists the last page", len(last.containers))
    for size in [1, 3, 8, 100]:
        names = [one.name for one in client.list_containers_all(namespace_id=namespace, page_size=size)]
        checks.expect(
            len(names) == len(set(names)) == 8, f"lists all containers by pages of {size}", sorted(names)
        )
    descending = [
        one.created_at
        for one in client.list_containers_all(
            namespace_id=namespace, order_by=v1.ListContainersRequestOrderBy.CREATED_AT_DESC
        )
    ]
    checks.expect(descending == sorted(descending, reverse=True), "lists in an order")
    found = [one.name for one in client.list_containers(namespace_id=namespace, name="many-3").containers]
    # The filter of the real API finds similar names too.
    checks.expect("many-3" in found and "web" not in found, "finds containers by name", found)
    checks.expect(
        [one.name for one in client.list_namespaces_all(project_id=os.environ["SCW_DEFAULT_PROJECT_ID"])] == ["shop"],
        "lists namespaces of a project",
    )
    for one in client.list_containers_all(namespace_id=namespace):
        if one.name.startswith("many"):
            ready = client.wait_for_container(container_id=one.id, options=patience())
            client.delete_container(container_id=ready.id)
    checks.expect(
        all(
            gone(client.get_container, container_id=one.id)
            for one in client.list_containers_all(namespace_id=namespace)
            if one.name.startswith("many")
        ),
        "deletes containers",
    )


def triggers(client, container):
    made = client.create_trigger(
        container_id=container,
        name="nightly",
        destination_config=v1.CreateTriggerRequestDestinationConfig(
            http_path="/night", http_method=v1.CreateTriggerRequestDestinationConfigHttpMethod.POST
        ),
        cron_config=v1.CreateTriggerRequestCronConfig(
            schedule="30 2 * * *", timezone="Europe/Paris", body='{"at": "night"}', headers={"X-Night": "yes"}
        ),
    )
    ready = client.wait_for_trigger(trigger_id=made.id, options=patience())
    checks.expect(
        ready.status == v1.TriggerStatus.READY and ready.source_type == v1.TriggerSourceType.CRON,
        "creates and waits for a cron trigger",
        f"{ready.status} {ready.source_type}",
    )
    checks.expect(
        ready.cron_config is not None
        and (ready.cron_config.schedule, ready.cron_config.timezone) == ("30 2 * * *", "Europe/Paris"),
        "a trigger has its schedule",
        ready.cron_config,
    )
    client.update_trigger(
        trigger_id=made.id,
        name="hourly",
        cron_config=v1.UpdateTriggerRequestCronConfig(schedule="0 * * * *", timezone="UTC"),
    )
    updated = client.wait_for_trigger(trigger_id=made.id, options=patience())
    checks.expect(
        updated.name == "hourly" and updated.cron_config.schedule == "0 * * * *", "updates a trigger", updated
    )
    listed = client.list_triggers_all(container_id=container)
    checks.expect([one.id for one in listed] == [made.id], "lists triggers")
    client.delete_trigger(trigger_id=made.id)
    checks.expect(gone(client.get_trigger, trigger_id=made.id), "deletes a trigger")
    for kind, source in [
        (
            "sqs",
            v1.CreateTriggerRequestSQSConfig(
                region="fr-par",
                endpoint="https://sqs.example.org",
                access_key_id="key",
                secret_access_key="sample",
                queue_url="https://sqs.example.org/queue",
            ),
        ),
        (
            "nats",
            v1.CreateTriggerRequestNATSConfig(
                server_urls=["nats://nats.example.org:4222"], subject="orders", credentials_file_content="sample"
            ),
        ),
    ]:
        made = client.create_trigger(container_id=container, name=kind, **{f"{kind}_config": source})
        ready = client.wait_for_trigger(trigger_id=made.id, options=patience())
        checks.expect(
            ready.status == v1.TriggerStatus.READY and ready.source_type == kind and "sample" not in repr(ready),
            f"creates a {kind} trigger whose credentials are not answered",
            ready,
        )
        listed = client.list_triggers(container_id=container, trigger_type=kind)
        checks.expect([one.id for one in listed.triggers] == [made.id], f"lists {kind} triggers")
        client.delete_trigger(trigger_id=made.id)
        checks.expect(gone(client.get_trigger, trigger_id=made.id), f"deletes a {kind} trigger")


class Jobs:
    """Every operation that the SDK has on jobs."""

    def __init__(self, client):
        self.api = jobs.JobsV1Alpha2API(client)
        self.secrets = secrets.SecretV1Beta1API(client)

    def define(self, name, image, **options):
        return self.api.create_job_definition(
            name=name,
            image_uri=image,
            cpu_limit=140,
            memory_limit=256,
            local_storage_capacity=1024,
            description=options.pop("description", ""),
            **options,
        )

    def ended(self, run):
        """A run once it is over."""
        for _ in range(100):
            found = self.api.get_job_run(job_run_id=run.id)
            if found.state not in jobs.JOB_RUN_TRANSIENT_STATUSES:
                return found
            # 20 s of the simulator's time.
            time.sleep(0.2)
        return found

    def definitions(self):
        made = self.define(
            "nightly",
            "docker.io/shop/nightly:1",
            description="a job",
            startup_command=["work"],
            args=["all"],
            environment_variables={"A": "1"},
            job_timeout="600s",
            cron_schedule=jobs.CreateJobDefinitionRequestCronScheduleConfig(
                schedule="30 2 * * *", timezone="Europe/Paris"
            ),
            retry_policy=jobs.RetryPolicy(max_retries=2),
        )
        read = self.api.get_job_definition(job_definition_id=made.id)
        checks.expect(
            read == made
            and (read.job_timeout, read.args, read.retry_policy.max_retries, read.cron_schedule.timezone)
            == ("600s", ["all"], 2, "Europe/Paris"),
            "creates a job that reads back the same",
            read,
        )
        changed = self.api.update_job_definition(
            job_definition_id=made.id,
            memory_limit=512,
            args=[],
            cron_schedule=jobs.UpdateJobDefinitionRequestCronScheduleConfig(),
            retry_policy=jobs.UpdateJobDefinitionRequestUpdateRetryPolicy(),
        )
        checks.expect(
            (changed.memory_limit, changed.args, changed.cron_schedule, changed.retry_policy, changed.name)
            == (512, [], None, None, "nightly"),
            "updates a job, and clears its schedule and its retries",
            changed,
        )
        others = [self.define("same", "docker.io/shop/nightly:1") for _ in range(3)]
        page = self.api.list_job_definitions(page=2, page_size=3)
        checks.expect(page.total_count == 4 and len(page.job_definitions) == 1, "lists a page of jobs", page)
        every = self.api.list_job_definitions_all(
            page_size=1, order_by=jobs.ListJobDefinitionsRequestOrderBy.CREATED_AT_DESC
        )
        checks.expect(
            [one.id for one in every] == [one.id for one in [*others[::-1], made]], "lists all jobs in an order"
        )
        for one in others:
            self.api.delete_job_definition(job_definition_id=one.id)
        checks.expect(
            self.api.list_job_definitions().total_count == 1 and gone_without_type(self, others[0].id), "deletes jobs"
        )
        resources = self.api.list_job_resources().resources
        checks.expect(resources and resources[0].compute_limit_mvcpu > 0, "lists resources of jobs", resources)
        checks.expect(self.api.get_job_limits().secrets_per_job_definition > 0, "tells limits of jobs")
        expect_refusal(
            "a job with too little memory",
            400,
            "invalid_arguments",
            self.api.update_job_definition,
            job_definition_id=made.id,
            memory_limit=0,
        )
        expect_refusal(
            "a time zone that does not exist",
            400,
            "invalid_arguments",
            self.api.update_job_definition,
            job_definition_id=made.id,
            cron_schedule=jobs.UpdateJobDefinitionRequestCronScheduleConfig(schedule="0 0 * * *", timezone="Mars/Base"),
        )
        return made.id

    def references(self, definition):
        secret = self.secrets.create_secret(name="token", protected=False)
        data = base64.b64encode(b"sample").decode()
        self.secrets.create_secret_version(secret_id=secret.id, data=data)
        configs = [
            jobs.CreateSecretsRequestSecretConfig(
                secret_manager_id=secret.id, secret_manager_version="latest", env_var_name="TOKEN"
            ),
            jobs.CreateSecretsRequestSecretConfig(
                secret_manager_id=secret.id, secret_manager_version="1", path="/run/token"
            ),
        ]
        made = self.api.create_secrets(job_definition_id=definition, secrets=configs).secrets
        checks.expect(
            [one.env_var and one.env_var.name for one in made] == ["TOKEN", None]
            and made[1].file.path == "/run/token",
            "refers to secrets",
            made,
        )
        wrong = jobs.CreateSecretsRequestSecretConfig(
            secret_manager_id=NOWHERE, secret_manager_version="1", env_var_name="WRONG"
        )
        expect_refusal(
            "a secret that does not exist",
            404,
            None,
            self.api.create_secrets,
            job_definition_id=definition,
            secrets=[wrong],
        )
        listed = self.api.list_secrets(job_definition_id=definition)
        checks.expect({one.secret_id for one in listed.secrets} == {one.secret_id for one in made}, "lists secrets")
        changed = self.api.update_secret(secret_id=made[0].secret_id, env_var_name="KEY")
        checks.expect(changed.env_var.name == "KEY", "updates a reference to a secret", changed)
        checks.expect(self.api.get_secret(secret_id=made[0].secret_id) == changed, "gets a reference to a secret")
        self.api.delete_secret(secret_id=made[1].secret_id)
        checks.expect(self.api.list_secrets(job_definition_id=definition).total_count == 1, "deletes a reference")

    def runs(self, definition):
        started = self.api.start_job_definition(
            job_definition_id=definition, replicas=2, args=["some"], environment_variables={"B": "2"}
        ).job_runs
        checks.expect(
            len(started) == 2
            and all(one.state in jobs.JOB_RUN_TRANSIENT_STATUSES for one in started)
            and (started[0].args, started[0].environment_variables) == (["some"], {"A": "1", "B": "2"}),
            "starts two runs of a job",
            started,
        )
        ended = [self.ended(one) for one in started]
        checks.expect(
            all((one.state, one.exit_code, one.attempts) == (jobs.JobRunState.SUCCEEDED, 0, 1) for one in ended),
            "both runs succeed",
            ended,
        )
        failing = self.define(
            "failing", "docker.io/shop/failing:1", retry_policy=jobs.RetryPolicy(max_retries=0)
        )
        failed = self.ended(self.api.start_job_definition(job_definition_id=failing.id).job_runs[0])
        checks.expect(
            (failed.state, failed.reason, failed.exit_code)
            == (jobs.JobRunState.FAILED, jobs.JobRunReason.EXITED_WITH_ERROR, 3),
            "a run fails with its exit code",
            failed,
        )
        self.api.update_job_definition(
            job_definition_id=failing.id,
            retry_policy=jobs.UpdateJobDefinitionRequestUpdateRetryPolicy(max_retries=1),
        )
        retried = self.ended(self.api.start_job_definition(job_definition_id=failing.id).job_runs[0])
        checks.expect((retried.state, retried.attempts) == (jobs.JobRunState.SUCCEEDED, 2), "a run is retried", retried)
        endless = self.define("endless", "docker.io/shop/endless:1")
        running = self.api.start_job_definition(job_definition_id=endless.id).job_runs[0]
        expect_refusal(
            "deleting a job with a live run",
            403,
            None,
            self.api.delete_job_definition,
            job_definition_id=endless.id,
        )
        stopping = self.api.stop_job_run(job_run_id=running.id)
        checks.expect(stopping.state == jobs.JobRunState.INTERRUPTING, "stops a run", stopping)
        stopped = self.ended(running)
        checks.expect(
            (stopped.state, stopped.reason) == (jobs.JobRunState.INTERRUPTED, jobs.JobRunReason.CANCELLATION),
            "a run is stopped",
            stopped,
        )
        page = self.api.list_job_runs(states=[jobs.JobRunState.FAILED, jobs.JobRunState.INTERRUPTED])
        checks.expect(page.total_count == 2, "lists runs by their states", page)
        found = self.api.list_job_runs_all(
            page_size=1,
            order_by=jobs.ListJobRunsRequestOrderBy.CREATED_AT_DESC,
            reasons=[jobs.JobRunReason.CANCELLATION, jobs.JobRunReason.EXITED_WITH_ERROR],
        )
        checks.expect([one.id for one in found] == [stopped.id, failed.id], "lists all runs by their reasons", found)
        for one in [failing, endless]:
            self.api.delete_job_definition(job_definition_id=one.id)

    def triggers(self, definition):
        made = self.api.create_trigger(
            job_definition_id=definition,
            name="often",
            cron_config=jobs.CreateTriggerRequestCronConfig(
                schedule="* * * * *", timezone="UTC", startup_command=["often"], args=["x"]
            ),
        )
        checks.expect(self.api.get_trigger(trigger_id=made.id) == made, "creates a trigger of a job", made)
        second = self.api.create_trigger(
            job_definition_id=definition,
            name="seldom",
            cron_config=jobs.CreateTriggerRequestCronConfig(
                schedule="0 0 1 1 *", timezone="America/Jamaica", startup_command=[], args=[]
            ),
        )
        listed = self.api.list_triggers_all(job_definition_id=definition, page_size=1)
        checks.expect([one.id for one in listed] == [made.id, second.id], "lists triggers of a job", listed)
        page = self.api.list_triggers(
            job_definition_id=definition, order_by=jobs.ListTriggersRequestOrderBy.CREATED_AT_DESC
        )
        checks.expect(page.triggers[0].id == second.id, "lists triggers of a job in an order", page)
        found = []
        for _ in range(20):
            runs = self.api.list_job_runs_all(job_definition_id=definition)
            found = [one for one in runs if one.startup_command == ["often"]]
            if found:
                break
            time.sleep(0.2)
        checks.expect(bool(found), "a trigger starts runs as time passes")
        changed = self.api.update_trigger(
            trigger_id=made.id,
            name="rarely",
            cron_config=jobs.UpdateTriggerRequestCronConfig(schedule="0 0 1 1 *", startup_command=None, args=None),
        )
        checks.expect(
            (changed.name, changed.cron_config.schedule, changed.cron_config.timezone, changed.cron_config.args)
            == ("rarely", "0 0 1 1 *", "UTC", ["x"]),
            "updates a trigger of a job",
            changed,
        )
        for one in [made, second]:
            self.api.delete_trigger(trigger_id=one.id)
        checks.expect(
            self.api.list_triggers(job_definition_id=definition).total_count == 0, "deletes triggers of a job"
        )
        expect_refusal("an unknown trigger of a job", 404, None, self.api.get_trigger, trigger_id=made.id)

    def end(self, definition):
        for run in self.api.list_job_runs_all(job_definition_id=definition):
            self.ended(run)
        self.api.delete_job_definition(job_definition_id=definition)
        checks.expect(gone_without_type(self, definition), "deletes a job with its runs")


def gone_without_type(client, definition):
    """Whether a job is there no more, which the API says without a type."""
    _, status, body = refusal(client.api.get_job_definition, job_definition_id=definition)
    return status == 404 and body == {"message": "job definition is not found"}


def domain_that_leads_nowhere(client, container):
    name = "lost.example.org"
    expect_refusal("a domain without a record", 400, None, client.create_domain, container_id=container, hostname=name)


def domains(client, container):
    made = client.create_domain(container_id=container, hostname="shop.example.org", tags=["shop"])
    ready = client.wait_for_domain(domain_id=made.id, options=patience())
    checks.expect(ready.status == v1.DomainStatus.READY, "a domain with its record is ready", ready.status)
    client.update_domain(domain_id=made.id, tags=["main"])
    updated = client.wait_for_domain(domain_id=made.id, options=patience())
    checks.expect(updated.tags == ["main"], "updates a domain", updated.tags)
    listed = client.list_domains_all(container_id=container)
    checks.expect([one.hostname for one in listed] == ["shop.example.org"], "lists domains", listed)
    client.delete_domain(domain_id=made.id)
    checks.expect(gone(client.get_domain, domain_id=made.id), "deletes a domain that was ready")


def errors(client, variables, namespace, container):
    expect_refusal("an unknown container", 404, "not_found", client.get_container, container_id=NOWHERE)
    expect_refusal("an unknown namespace", 404, "not_found", client.get_namespace, namespace_id=NOWHERE)
    expect_refusal("an unknown domain", 404, "not_found", client.get_domain, domain_id=NOWHERE)
    expect_refusal("an unknown trigger", 404, "not_found", client.get_trigger, trigger_id=NOWHERE)
    for what, options in [
        ("a name that is none", {"name": "No Name!"}),
        ("a port that is none", {"name": "port", "port": 70000}),
        ("too little memory", {"name": "memory", "memory_limit_bytes": 1}),
        ("a scale upside down", {"name": "scale", "min_scale": 5, "max_scale": 2}),
    ]:
        options = {"namespace_id": namespace, "image": "docker.io/library/nginx:1.29", **options}
        expect_refusal(what, 400, "invalid_arguments", client.create_container, **options)
    error, status, body = refusal(
        client.create_container, namespace_id=namespace, name="web", image="docker.io/library/nginx:1.29"
    )
    checks.expect(
        error is ScalewayException and status in (400, 409) and "type" in body,
        "a name that is taken: ScalewayException",
        f"{status} {body}",
    )
    print(f"   (a name that is taken is answered by {status} {body.get('type')})")
    large = {"image": "docker.io/library/nginx:1.29", "max_scale": 50, "mvcpu_limit": 2000}
    large.update(namespace_id=namespace, memory_limit_bytes=4096 * MIB)
    made = [client.create_container(name=f"large-{number}", **large) for number in range(2)]
    expect_refusal("more memory than the quota", 403, "quotas_exceeded", client.create_container, name="last", **large)
    for one in made:
        client.wait_for_container(container_id=one.id, options=patience())
        client.delete_container(container_id=one.id)
    foreign = {"name": "foreign", "project_id": NOWHERE}
    expect_refusal("a project of somebody else", 403, "permissions_denied", client.create_namespace, **foreign)
    stranger = api({**variables, "SCW_SECRET_KEY": NOWHERE})
    expect_refusal("a wrong key", 401, "denied_authentication", stranger.list_namespaces)
    client = api(variables)
    try:
        client.wait_for_container(
            container_id=container,
            options=WaitForOptions(timeout=2, min_delay=1, max_delay=1, stop=lambda found: False),
        )
        checks.expect(False, "a wait that runs out of time: TimeoutError")
    except TimeoutError:
        checks.expect(True, "a wait that runs out of time: TimeoutError")
    try:
        v1.ContainerV1API(Client(api_url=variables["SCW_API_URL"]))
        checks.expect(False, "a client without keys: ValueError")
    except ValueError:
        checks.expect(True, "a client without keys: ValueError")
    checks.expect(
        issubclass(ValidationError, ScalewayException),
        "ValidationError needs the message 'Validation Error', which version 1 of the API never sends",
    )


def requests_by_hand(variables):
    """What the SDK cannot send."""
    base = variables["SCW_API_URL"]
    region = f"{base}/containers/v1/regions/{variables['SCW_DEFAULT_REGION']}"
    key = {"X-Auth-Token": variables["SCW_SECRET_KEY"]}
    for what, status, answer in [
        ("an unknown path", 404, requests.get(f"{region}/nothing", headers=key)),
        ("an unknown first step", 404, requests.get(f"{base}/nothing", headers=key)),
        ("a wrong method", 405, requests.put(f"{region}/namespaces", headers=key, json={})),
        ("a body that is no JSON", 400, requests.post(f"{region}/namespaces", headers=key, data="{")),
        ("a body that is too large", 413, requests.post(f"{region}/namespaces", headers=key, data=b"x" * 5_000_000)),
        ("an unknown first step of Qovery", 401, requests.get(f"{base}/nothing")),
    ]:
        checks.expect(
            answer.status_code == status and answer.headers["Content-Type"].startswith("application/json"),
            f"{what}: {status}",
            f"{answer.status_code} {answer.text[:200]}",
        )
    whole = requests.get(f"{region}/namespaces", headers=key)
    head = requests.head(f"{region}/namespaces", headers=key)
    checks.expect(
        head.status_code == 200 and head.content == b"" and head.headers["Content-Length"] == str(len(whole.content)),
        "HEAD has the head of GET alone",
        head.headers,
    )


def main():
    with tempfile.TemporaryDirectory() as folder, Counted():
        folder = pathlib.Path(folder)
        world, state = folder / "world.json", folder / "state.json"
        world.write_text(json.dumps(WORLD))
        files = ("--state", str(state), "--world", str(world))
        with simulation.running(folder, *SCALE, *files) as first:
            client = api(first.variables)
            namespace = namespaces(client, first.variables)
            container = containers(client, namespace)
            failures(client, namespace)
            lists(client, namespace)
            triggers(client, container)
            domain_that_leads_nowhere(client, container)
            job_client = Jobs(client.client)
            job = job_client.definitions()
            job_client.references(job)
            job_client.runs(job)
            job_client.triggers(job)
            errors(client, first.variables, namespace, container)
            requests_by_hand(first.variables)
            client = api(first.variables)
            host = client.get_container(container_id=container).public_endpoint.removeprefix("https://")
        checks.expect(first.process.returncode == 0, "SIGTERM ends it with status 0", first.process.returncode)
        checks.expect(state.stat().st_mode & 0o777 == 0o600, "the state is for its owner alone")
        # The world changes: the name now leads to the container.
        world.write_text(json.dumps({**WORLD, "aliases": {"shop.example.org": host}}))
        with simulation.running(folder, *SCALE, *files) as second:
            client = api(second.variables)
            checks.expect(
                client.get_container(container_id=container).public_endpoint == f"https://{host}",
                "a second simulation goes on from the state",
            )
            Jobs(client.client).end(job)
            domains(client, container)
            client.delete_container(container_id=container)
            checks.expect(gone(client.get_container, container_id=container), "deletes a container")
            client.delete_namespace(namespace_id=namespace)
            checks.expect(gone(client.get_namespace, namespace_id=namespace), "deletes a namespace")
        checks.expect(second.process.returncode == 0, "the second one ends with status 0", second.process.returncode)
    print(f"{calls['count']} requests by the SDK and by hand")
    checks.end()


if __name__ == "__main__":
    main()
