"""Trouble: what stops Liren from running, said in one Chinese sentence with its remedy.

The command line prints the sentence and leaves with exit code 1; a traceback is for bugs only.
"""

import errno
import shutil
from pathlib import Path


class Trouble(Exception):
    """Raised with the sentence that the operator reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


_HARDLY_ANYTHING = 1 << 20
_BY_ERRNO = {
    errno.ENOSPC: "磁盘已满：{where} 写不进去。请腾出空间，已保存的数据不受影响。",
    errno.EDQUOT: "磁盘配额已用完：{where} 写不进去。请提高配额或腾出空间后再启动。",
    errno.EFBIG: "{where} 写不进去：单个文件的大小受到系统限制（ulimit -f）。请放宽限制后再启动。",
    errno.EROFS: "{where} 所在的磁盘是只读的。请换一个可写的数据目录（--data）。",
    errno.EACCES: "没有权限读写 {where}。请换一个数据目录（--data），或改由这个目录的主人来运行。",
    errno.EPERM: "系统不允许对 {where} 进行这项操作。请换一个数据目录（--data），或改用普通用户运行。",
    errno.EMFILE: "打开的文件太多。请用 ulimit -n 提高上限后再启动。",
    errno.ENOMEM: "内存不足，启动不了。请关闭其他程序后再试。",
    errno.ENOTDIR: "{where} 不是目录。请用 --data 指定一个目录。",
    errno.ENAMETOOLONG: "{where} 的路径太长。请用 --data 换一个短一些的目录。",
}


def from_os_error(error: OSError, where: Path | str = "数据目录") -> Trouble | None:
    """The sentence for an operating system error, or None when it is not one that an operator can mend."""
    pattern = _BY_ERRNO.get(error.errno or 0)
    return Trouble(pattern.format(where=error.filename or where)) if pattern else None


def from_log(tail: str, where: Path) -> Trouble | None:
    """The sentence behind the last lines of a PostgreSQL log (lc_messages=C, so the words are English).

    A log on a full disk ends before its reason, so the disk itself is asked too."""
    for sign, number in (("No space left on device", errno.ENOSPC), ("File too large", errno.EFBIG)):
        if sign in tail:
            return Trouble(_BY_ERRNO[number].format(where=where))
    if shutil.disk_usage(where).free < _HARDLY_ANYTHING:
        return Trouble(_BY_ERRNO[errno.ENOSPC].format(where=where))
    if "incompatible with server" in tail:
        return Trouble(
            f"数据目录 {where} 由另一个版本的 PostgreSQL 建立。请用原来的版本备份（liren backup），再恢复到新目录。"
        )
    if "Permission denied" in tail or "wrong ownership" in tail:
        return Trouble(f"数据目录 {where} 属于别的系统用户。请改由那个用户运行，或用 --data 换一个目录。")
    if "could not map anonymous shared memory" in tail or "Cannot allocate memory" in tail:
        return Trouble("内存不足，数据库启动不了。请关闭其他程序后再试。")
    return None
