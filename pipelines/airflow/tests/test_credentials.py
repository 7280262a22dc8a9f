import json
import stat

from credentials import load_credentials


def test_credentials_are_made_once_at_random_and_for_the_owner_alone(tmp_path):
    homes = [tmp_path / name for name in ("one", "two")]
    for home in homes:
        home.mkdir()
    one, other = map(load_credentials, homes)
    assert one.new
    assert not set(one.passwords.values()) & set(other.passwords.values())
    assert one.jwt_secret != other.jwt_secret
    again = load_credentials(homes[0])
    assert not again.new
    assert (again.passwords, again.jwt_secret) == (one.passwords, one.jwt_secret)
    assert json.loads(one.passwords_file.read_text()) == one.passwords
    for path in homes[0].iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(homes[0].stat().st_mode) == 0o700


def test_every_user_has_a_role(tmp_path):
    credentials = load_credentials(tmp_path)
    assert credentials.users_setting == "admin:admin,retrain:user"
    assert set(credentials.passwords) == {"admin", "retrain"}
