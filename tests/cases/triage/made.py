"""Invented messages in three classes, for tests that need something to learn from."""

import random

PARTS = {
    "道路": ("路面", "坑洼", "人行道", "塌陷", "井盖", "裂缝"),
    "学校": ("学校", "老师", "补课", "学费", "招生", "学生"),
    "医院": ("医院", "挂号", "医生", "药费", "门诊", "护士"),
}
FILLER = ("今天早上", "请问", "我们小区附近", "希望有人管一管", "已经很久了", "谢谢", "大家都有意见")


def messages(n: int = 120, seed: int = 0) -> tuple[list[str], list[str]]:
    """Texts and labels, as many of each class."""
    rng = random.Random(seed)
    texts, labels = [], []
    for i in range(n):
        label = list(PARTS)[i % 3]
        words = [*rng.sample(PARTS[label], 3), *rng.sample(FILLER, 3)]
        rng.shuffle(words)
        texts.append("，".join(words))
        labels.append(label)
    return texts, labels
