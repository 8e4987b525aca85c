"""A model is sent only to a region that has it."""

from __future__ import annotations

import pytest

from brushwork import Client, InvalidRequest


def test_a_region_without_the_model_is_refused_with_those_that_have_it() -> None:
    with pytest.raises(InvalidRequest, match="region is us-east-1, which does not offer this model") as refused:
        Client(region="us").z_image_turbo.generate.prepare("a cat")
    (fault,) = refused.value.violations
    assert (fault.parameter, fault.nearest) == ("region", "ap-southeast-1")
    assert "wan2.6-t2i" in fault.accepted_by
    assert "ap-southeast-1, cn-beijing" in str(refused.value)


def test_it_is_one_fault_among_others() -> None:
    with pytest.raises(InvalidRequest) as refused:
        Client(region="us").z_image_turbo.generate.prepare("", seed=-1)
    assert [fault.parameter for fault in refused.value.violations] == ["region", "prompt", "seed"]


def test_a_region_that_has_the_model_only_as_tasks_takes_that_route_and_refuses_the_other() -> None:
    client = Client(region="eu", workspace="ws1")
    assert client.wan2_6_t2i.generate.prepare("a cat").route.protocol == "async"
    with pytest.raises(InvalidRequest) as refused:
        client.wan2_6_t2i.generate.prepare("a cat", protocol="sync")
    assert refused.value.violations[0].rule == "eu-central-1 offers wan2.6-t2i only as async"


def test_unchecked_requests_go_anywhere_and_so_do_those_to_an_address_of_no_region() -> None:
    assert Client(region="us").z_image_turbo.generate.prepare("a cat", validate=False).url
    assert Client(base_url="http://127.0.0.1:9").z_image_turbo.generate.prepare("a cat").url
