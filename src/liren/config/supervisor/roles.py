"""The two roles: `liren_owner` owns the database and migrates it; `liren_app` works in it and owns nothing."""

import hashlib
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from .cluster import ADMIN, APP, DATABASE, OWNER, Cluster
from .trouble import Trouble

OLDEST = 17


def prepare_embedded(cluster: Cluster, keys: dict[str, str]) -> None:
    """Make roles and database in our own cluster; does nothing the second time."""
    with psycopg.connect(cluster.url(ADMIN, keys["admin_password"], "postgres"), autocommit=True) as link:
        _role(link, OWNER, keys["owner_password"])
        _role(link, APP, keys["app_password"])
        # the owner sets the application's limits (lock_timeout …), for which it must administer that role, and no other
        link.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(_id(OWNER)))
        link.execute(sql.SQL("GRANT {} TO {} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE").format(_id(APP), _id(OWNER)))
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            link.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(_id(DATABASE), _id(OWNER)))
    with psycopg.connect(cluster.url(ADMIN, keys["admin_password"]), autocommit=True) as link:
        link.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(_id(OWNER)))
        _rights(link, DATABASE)


def prepare_server(url: str, keys: dict[str, str]) -> str:
    """Make `liren_app` on the server behind DATABASE_URL; returns its URL. Raises Trouble with the remedy."""
    try:
        link = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1:] or ["没有回应"]
        raise Trouble(
            f"DATABASE_URL 指明的数据库连不上：{reason[0]}。请核对地址、用户、口令，并确认数据库已启动。"
        ) from error
    with link:
        if link.info.server_version < OLDEST * 10000:
            raise Trouble(
                f"DATABASE_URL 指明的 PostgreSQL 版本太旧（{link.info.server_version // 10000}）。请升级到 {OLDEST} 或更新的版本。"
            )
        try:
            _role(link, APP, keys["app_password"], renew=not _enters(url, keys))
            _rights(link, link.info.dbname)
            lacks = None if _may_create(link) else "不是数据库的所有者"
            _same_keys(link, keys)
        except psycopg.errors.InsufficientPrivilege as error:
            lacks = error.diag.message_primary
        if lacks:
            raise Trouble(
                f"DATABASE_URL 里的用户 {link.info.user} 权限不够（{lacks}）。请让管理员执行：ALTER ROLE {link.info.user} CREATEROLE；"
                f"ALTER DATABASE {link.info.dbname} OWNER TO {link.info.user}；"
                f"已有 {APP} 时再执行 GRANT {APP} TO {link.info.user} WITH ADMIN OPTION。"
            )
    return as_app(url, keys)


def as_app(url: str, keys: dict[str, str]) -> str:
    """The same address for the application's role."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    parts |= {"user": APP, "password": keys["app_password"]}
    return as_url(parts)


def as_url(parts: dict[str, str]) -> str:
    """A postgresql:// URL from libpq's parameters; a socket directory travels as a query parameter."""
    rest = dict(parts)
    user, password = (
        quote(rest.pop("user", ""), safe=""),
        quote(rest.pop("password", ""), safe=""),
    )
    return f"postgresql://{user}:{password}@/{rest.pop('dbname', '')}?{urlencode(rest, quote_via=quote)}"


def _enters(url: str, keys: dict[str, str]) -> bool:
    try:
        psycopg.connect(as_app(url, keys), connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _same_keys(link: psycopg.Connection, keys: dict[str, str]) -> None:
    """Sealed fields open only with the keys they were sealed with, so the database carries their fingerprint."""
    mark = "liren:" + hashlib.sha256(keys["seal_key"].encode()).hexdigest()[:16]
    found = link.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    known = found[0] if found else None
    if not known:
        order = sql.SQL("COMMENT ON DATABASE {} IS {}").format(_id(link.info.dbname), sql.Literal(mark))
        link.execute(order)
    elif known.startswith("liren:") and known != mark:
        raise Trouble(
            "DATABASE_URL 指明的数据库由另一个数据目录建立，密钥不同，加密的内容打不开。"
            "请把原来目录里的 secrets.json 复制到这个数据目录，再启动。"
        )


def _may_create(link: psycopg.Connection) -> bool:
    found = link.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone()
    return bool(found and found[0])


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _role(link: psycopg.Connection, name: str, password: str, *, renew: bool = False) -> None:
    known = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if known and not renew:
        return
    word = sql.SQL("ALTER" if known else "CREATE")
    link.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(word, _id(name), sql.Literal(password)))


def _rights(link: psycopg.Connection, database: str) -> None:
    """The way in. Rights on tables are granted by `liren.trust.roles` after migrating, so that a new partition of the
    journal never stands open between its making and the taking back of UPDATE and DELETE."""
    for order in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {app}",
        "GRANT USAGE ON SCHEMA public TO {app}",
    ):
        link.execute(sql.SQL(order).format(database=_id(database), app=_id(APP)))
