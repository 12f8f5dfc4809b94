"""The tables of GB/T 26875.3-2011: what types, systems, components, values and bits are called (tables 4 to 8, figures 9 to 46)."""

from liren.kernel.codes import Code

TYPES = {
    1: "建筑消防设施系统状态", 2: "建筑消防设施部件运行状态", 3: "建筑消防设施部件模拟量值", 4: "建筑消防设施操作信息",
    5: "建筑消防设施软件版本", 6: "建筑消防设施系统配置", 7: "建筑消防设施部件配置", 8: "建筑消防设施系统时间",
    21: "传输装置运行状态", 24: "传输装置操作信息", 25: "传输装置软件版本", 26: "传输装置配置", 28: "传输装置系统时间",
    61: "读系统状态", 62: "读部件运行状态", 63: "读部件模拟量值", 64: "读操作信息", 65: "读软件版本", 66: "读系统配置",
    67: "读部件配置", 68: "读系统时间", 81: "读传输装置运行状态", 84: "读传输装置操作信息", 85: "读传输装置软件版本",
    86: "读传输装置配置", 88: "读传输装置系统时间", 89: "初始化传输装置", 90: "同步传输装置时钟", 91: "查岗",
}  # fmt: skip

SYSTEMS = {
    0: "通用", 1: "火灾报警系统", 10: "消防联动控制器", 11: "消火栓系统", 12: "自动喷水灭火系统", 13: "气体灭火系统",
    14: "水喷雾灭火系统（泵启动）", 15: "水喷雾灭火系统（压力容器启动）", 16: "泡沫灭火系统", 17: "干粉灭火系统", 18: "防烟排烟系统",
    19: "防火门及卷帘系统", 20: "消防电梯", 21: "消防应急广播", 22: "消防应急照明和疏散指示系统", 23: "消防电源", 24: "消防电话",
}  # fmt: skip

COMPONENTS = {
    0: "通用", 1: "火灾报警控制器", 10: "可燃气体探测器", 11: "点型可燃气体探测器", 12: "独立式可燃气体探测器", 13: "线型可燃气体探测器",
    16: "电气火灾监控报警器", 17: "剩余电流式电气火灾监控探测器", 18: "测温式电气火灾监控探测器", 21: "探测回路", 22: "火灾显示盘",
    23: "手动火灾报警按钮", 24: "消火栓按钮", 25: "火灾探测器", 30: "感温火灾探测器", 31: "点型感温火灾探测器", 32: "点型感温火灾探测器（S 型）",
    33: "点型感温火灾探测器（R 型）", 34: "线型感温火灾探测器", 35: "线型感温火灾探测器（S 型）", 36: "线型感温火灾探测器（R 型）",
    37: "光纤感温火灾探测器", 40: "感烟火灾探测器", 41: "点型离子感烟火灾探测器", 42: "点型光电感烟火灾探测器", 43: "线型光束感烟火灾探测器",
    44: "吸气式感烟火灾探测器", 50: "复合式火灾探测器", 51: "复合式感烟感温火灾探测器", 52: "复合式感光感温火灾探测器",
    53: "复合式感光感烟火灾探测器", 61: "紫外火焰探测器", 62: "红外火焰探测器", 69: "感光火灾探测器", 74: "气体探测器",
    78: "图像摄像方式火灾探测器", 79: "感声火灾探测器", 81: "气体灭火控制器", 82: "消防电气控制装置", 83: "消防控制室图形显示装置", 84: "模块",
    85: "输入模块", 86: "输出模块", 87: "输入/输出模块", 88: "中继模块", 91: "消防水泵", 92: "消防水箱", 95: "喷淋泵", 96: "水流指示器",
    97: "信号阀", 98: "报警阀", 99: "压力开关", 101: "阀驱动装置", 102: "防火门", 103: "防火阀", 104: "通风空调", 105: "泡沫液泵",
    106: "管网电磁阀", 111: "防烟排烟风机", 113: "排烟防火阀", 114: "常闭送风口", 115: "排烟口", 116: "电控挡烟垂壁",
    117: "防火卷帘控制器", 118: "防火门监控器", 121: "警报装置",
}  # fmt: skip

ANALOGUES = {
    1: ("事件计数", "件", 1.0), 2: ("高度", "m", 0.01), 3: ("温度", "℃", 0.1), 4: ("压力", "MPa", 0.1), 5: ("压力", "kPa", 0.1),
    6: ("气体浓度", "%LEL", 0.1), 7: ("时间", "s", 1.0), 8: ("电压", "V", 0.1), 9: ("电流", "A", 0.1), 10: ("流量", "L/s", 0.1),
    11: ("风量", "m³/min", 0.1), 12: ("风速", "m/s", 1.0),
}  # fmt: skip
"""What is measured, its unit, and what one step of the value is worth."""


def _coded(*names: str) -> tuple[Code, ...]:
    return tuple(Code(name) for name in names)


SYSTEM_BITS = _coded(
    "running", "fire", "fault", "shielded", "supervised", "started", "feedback", "delay", "main_power", "standby_power", "bus",
    "automatic", "configured", "reset",
)  # fmt: skip
COMPONENT_BITS = _coded("running", "fire", "fault", "shielded", "supervised", "started", "feedback", "delay", "power")
DEVICE_BITS = _coded("running", "fire", "fault", "main_power", "standby_power", "link", "line")
OPERATION_BITS = _coded("reset", "mute", "manual_alarm", "cleared", "self_test", "confirm", "test")
DEVICE_OPERATION_BITS = _coded("reset", "mute", "manual_alarm", "cleared", "self_test", "post_answer", "test")
BITS = {1: SYSTEM_BITS, 2: COMPONENT_BITS, 21: DEVICE_BITS, 4: OPERATION_BITS, 24: DEVICE_OPERATION_BITS}
"""Which bits a type carries, from bit 0 up. Bit 0 of a state is 1 while running normally and 0 under test."""


def flags(kind: int, value: int) -> list[str]:
    """The bits that are set, by code. A fire is a fire whatever bit 0 says: both public fire frames carry “test”."""
    return [name for n, name in enumerate(BITS.get(kind, ())) if value >> n & 1]
