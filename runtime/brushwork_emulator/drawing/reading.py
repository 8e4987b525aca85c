"""What the words of a prompt ask to be drawn: subjects, a setting, an hour, weather, a season, colours, letters.

Words are English or Chinese. English ones are found whole, with or without a plural's s, Chinese ones anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

HOURS = ("dawn", "day", "sunset", "night")
SEASONS = ("spring", "summer", "autumn", "winter")

_SUBJECTS = {
    "cat": "cat kitten kitty 猫",
    "fox": "fox 狐",
    "dog": "dog puppy corgi 狗 犬",
    "shop": "shop store cafe café bakery bookshop bookstore restaurant market storefront 店 咖啡馆 餐厅",
    "house": "house cottage home cabin villa hut farmhouse 房 屋 家 别墅",
    "temple": "temple pagoda palace castle shrine 宝塔 寺 宫 庙 亭",
    "lighthouse": "lighthouse 灯塔",
    "boat": "boat ship sailboat sail yacht vessel 船 舟 帆",
    "balloon": "balloon airship 气球",
    "rocket": "rocket spaceship astronaut 火箭 飞船 宇航员",
    "portrait": "portrait woman man girl boy person face model lady child selfie 人像 肖像 女 男 人物",
    "robot": "robot android 机器人",
    "bouquet": "bouquet flower rose tulip peony vase sunflower lily bloom 花 花束 玫瑰 牡丹",
    "cup": "cup latte coffee tea mug cappuccino espresso 杯 咖啡 拿铁 茶",
    "poster": "poster banner logo sign headline typography card cover 海报 标语 封面 标志",
    "crane": "crane origami 鹤 折纸",
    "bird": "bird sparrow owl parrot robin 鸟",
    "fish": "fish koi goldfish whale 鱼 鲸",
    "tree": "tree oak blossom sakura cherry maple 树 樱花",
    "bottle": "bottle perfume product cosmetic 瓶 香水 产品",
    "clock": "clock watch 钟 表",
    "apple": "apple fruit peach pear 苹果 水果 桃",
    "umbrella": "umbrella parasol 伞",
    "lantern": "lantern lamp 灯笼",
    "car": "car taxi truck bus 汽车 车",
}
_SETTINGS = {
    "sea": "sea ocean beach coast harbor harbour lake river island wave 海 湖 河 江 岛 港",
    "mountains": "mountain peak alps volcano cliff 山 峰 岭",
    "forest": "forest wood jungle bamboo 林 竹",
    "city": "city street skyline town tokyo shanghai downtown urban skyscraper alley 城 街 都市 巷",
    "meadow": "meadow field garden park grass lawn 草 园 田",
    "desert": "desert dune sand 沙漠",
    "room": "room table interior kitchen desk studio indoor 室内 桌 房间 厨房",
    "space": "space planet galaxy universe mars 太空 宇宙 星球 银河",
    "water": "underwater reef aquarium 水下 海底",
}
_HOURS = {
    "night": "night midnight moonlight moonlit moon star stars neon dark 夜 晚 月 星",
    "dawn": "dawn morning sunrise 清晨 早晨 晨 日出 黎明",
    "sunset": "sunset evening dusk golden twilight 日落 黄昏 傍晚 夕阳",
    "day": "noon day daylight sunny midday 白天 中午 晴",
}
_WEATHER = {
    "rain": "rain rainy storm drizzle wet 雨",
    "snow": "snow snowy snowfall 雪",
    "fog": "fog foggy mist misty haze 雾",
}
_SEASONS = {
    "winter": "winter christmas ice frozen 冬",
    "spring": "spring blossom cherry sakura 春 樱",
    "autumn": "autumn maple october 秋 枫",
    "summer": "summer tropical 夏",
}
_COLORS = {
    (214, 64, 58): "red crimson scarlet 红",
    (240, 138, 50): "orange ginger 橙 橘",
    (244, 200, 66): "yellow 黄",
    (74, 156, 92): "green emerald 绿",
    (58, 120, 196): "blue navy 蓝",
    (128, 86, 178): "purple violet 紫",
    (238, 140, 172): "pink 粉",
    (246, 244, 240): "white 白",
    (52, 52, 60): "black 黑",
    (132, 90, 58): "brown 棕",
}
_EFFECTS = {
    "cartoon": "cartoon anime comic stylize stylise stylization style repaint pop illustration 卡通 动漫 风格",
    "sketch": "sketch pencil drawing lineart 素描 线稿",
    "grey": "grey gray monochrome 黑白",
    "colors": "colorize colourise colorization doodle 上色 涂鸦",
    "sharper": "sharpen sharper resolution upscale 清晰 超分",
    "wider": "expand extend outpaint wider uncrop 扩 延展",
    "letters": "translate translation 翻译",
    "blurred": "blur background blurred bokeh 虚化",
}
_QUOTED = re.compile(
    r"\"([^\"\n]{1,60})\"|“([^”\n]{1,60})”|「([^」\n]{1,60})」|『([^』\n]{1,60})』|(?<!\w)'([^'\n]{2,60})'(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What was found, "" or nothing where the words leave it open. `letters` is what stands in quotes."""

    subjects: tuple[str, ...] = ()
    setting: str = ""
    hour: str = ""
    weather: str = ""
    season: str = ""
    color: tuple[int, int, int] | None = None
    effects: tuple[str, ...] = ()
    letters: str = ""
    seasons: bool = False
    moon: bool = False

    def at(self, index: int) -> Scene:
        """The same scene a while later: in the next season if seasons are told of, else at the next hour."""
        if self.seasons:
            return replace(self, season=SEASONS[index % 4], weather="snow" if index % 4 == 3 else self.weather)
        return replace(self, hour=HOURS[(index + (HOURS.index(self.hour) if self.hour else 0)) % 4])

    def hinted(self, chance: Random) -> Scene:
        """The same scene at an hour that is left to chance, which is the day most often."""
        return replace(self, hour=chance.choice(("day", "day", "day", "dawn", "sunset", "night")))


@lru_cache(maxsize=256)
def read(text: str) -> Scene:
    """The scene that `text` tells of."""
    low = text.lower()
    match = _QUOTED.search(text)
    quoted = match[match.lastindex or 0] if match else ""
    plain = low.replace(quoted.lower(), " ") if quoted else low
    plain = plain.replace("花园", "园")  # a garden, which is no flower
    words = re.findall(r"[^\W\d_]+", plain)
    known = {*words, *(word[:-1] for word in words if word.endswith("s"))}
    return Scene(
        subjects=_all(_SUBJECTS, known, plain),
        setting=_first(_SETTINGS, known, plain),
        hour=next(iter(_all(_HOURS, known, plain)), ""),
        weather=_first(_WEATHER, known, plain),
        season=_first(_SEASONS, known, plain),
        color=next((color for color, names in _COLORS.items() if _place(names, known, plain) >= 0), None),
        effects=_all(_EFFECTS, known, plain),
        letters=quoted,
        seasons="season" in known or "四季" in plain,
        moon="moon" in known or "月" in plain,
    )


def _place(names: str, known: set[str], text: str) -> int:
    """Where the first of these names stands in the text, -1 where none does."""
    found = [text.find(name) for name in names.split() if (name in known if name.isascii() else name in text)]
    return min(found, default=-1)


def _all(table: dict[str, str], known: set[str], text: str) -> tuple[str, ...]:
    """The keys whose names are in the text, in the text's order."""
    places = {key: _place(names, known, text) for key, names in table.items()}
    return tuple(sorted((key for key, place in places.items() if place >= 0), key=lambda key: places[key]))


def _first(table: dict[str, str], known: set[str], text: str) -> str:
    return next((key for key, names in table.items() if _place(names, known, text) >= 0), "")
