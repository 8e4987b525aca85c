"""The generator's own phrases in Chinese. Texts of the specs carry their Chinese beside the English."""

from __future__ import annotations

from collections.abc import Mapping

from generator.phrasing.locale import Locale
from generator.phrasing.page_phrases_zh import PAGE_PHRASES

PHRASES = {
    # numbers and lists
    ", ": "、",
    " and ": "、",
    " or ": " 或 ",
    " then ": "、",
    ".": "。",
    "{low} to {high}": "{low} 至 {high}",
    "{count} {noun}": "{count} {noun}",
    "{area} pixels": "{area} 像素",
    "nothing": "无",
    "none": "无",
    "image": "张图像",
    "images": "张图像",
    "box": "个框",
    "boxes": "个框",
    "colour": "种颜色",
    "colours": "种颜色",
    "item": "项",
    "items": "项",
    "task": "个任务",
    "tasks": "个任务",
    "submission": "次提交",
    "submissions": "次提交",
    "fixed size": "种固定尺寸",
    "fixed sizes": "种固定尺寸",
    "megabytes": "MB",
    "About nine in ten tasks are expected to take {low} to {high} seconds.": ("预计九成任务耗时 {low} 至 {high} 秒。"),
    "characters": "个字符",
    "tokens": "个 token",
    # parameters
    "above {low} and below {high}": "大于 {low} 且小于 {high}",
    "above {low} and at most {high}": "大于 {low} 且不超过 {high}",
    "at least {low} and below {high}": "不小于 {low} 且小于 {high}",
    "{numbers} in steps of {step}": "{numbers}，步长 {step}",
    "{numbers}, but not {excluded}": "{numbers}，但不含 {excluded}",
    "{choices}; the documents leave it open what else": "{choices}；文档未说明是否还有其他取值",
    "true or false": "true 或 false",
    "text": "文本",
    "text; the server silently truncates it after {limit} characters": "文本；超过 {limit} 个字符的部分会被服务端截断",
    "text; the server silently truncates it after {limit} words": "文本；超过 {limit} 个单词的部分会被服务端截断",
    "a colour, as #RRGGBB or (r, g, b)": "颜色，写作 #RRGGBB 或 (r, g, b)",
    "an object of {members}": "对象：{members}",
    "one of the lists {lists}": "下列列表之一：{lists}",
    "a list, each {item}": "列表，每项为{item}",
    "a list of {count}, each {item}": "含 {count} 项的列表，每项为{item}",
    "{name} ({accepts})": "{name}（{accepts}）",
    "{name} ({accepts}; optional)": "{name}（{accepts}；可选）",
    "{boxes} per reference image": "每张参考图 {boxes}",
    "width*height with {bounds}": "width*height，{bounds}",
    "{sizes}; recommended sizes are always accepted": "{sizes}；推荐尺寸始终可用",
    "an area of {area}": "总面积 {area}",
    "sides of {sides} pixels": "边长 {sides} 像素",
    "an aspect ratio of {ratio}": "宽高比 {ratio}",
    "always {value}": "始终为 {value}",
    "required": "必填",
    "Every image is billed.": "每张图像都计费。",
    "Every image made is billed; this is the maximum.": "按实际生成的张数计费；此值为上限。",
    "It changes the price per image.": "单张图像的价格取决于它。",
    # rules
    "{of} is accepted only when {when}.": "{of} 仅在 {when} 时可用。",
    "{said} when {when}.": "当 {when} 时，{said}。",
    "{of} must have one entry for each entry of {to}, in the same order": "{of} 与 {to} 逐项对应，顺序相同",
    "The {each} values of {of} must add up to exactly {total}": "{of} 各项的 {each} 之和恰为 {total}",
    "{of} is not accepted": "{of} 不可用",
    "{of} has no effect": "{of} 不起作用",
    "{of} is required": "{of} 必填",
    "{of} are required": "{of} 均为必填",
    "{of} must be {range}": "{of} 为 {range}",
    "At least one of {of} is required": "{of} 至少须给出一项",
    "Exactly one of {of} is required": "{of} 须且仅须给出一项",
    "At most one of {of} is accepted": "{of} 至多给出一项",
    "{of} must differ": "{of} 不得相同",
    "{of} must differ, not only in case": "{of} 不得相同（不区分大小写）",
    "The lengths of {of} must add up to {range}": "{of} 的长度之和须为 {range}",
    "at most {limit}": "不超过 {limit}",
    "{name} {value}": "{name} {value}",
    "above {value}": "大于 {value}",
    "below {value}": "小于 {value}",
    "other than {value}": "{value} 以外的值",
    "{name} is given": "已给出 {name}",
    "{name} is not given": "未给出 {name}",
    "{name} is {value}": "{name} 为 {value}",
    # prompts and reference images
    "At most {limit} characters; the server silently truncates longer text.": "最多 {limit} 个字符；"
    "超出部分由服务端截断，且没有任何提示。",
    "At most {limit} tokens; the server silently truncates longer text.": "最多 {limit} 个 token；"
    "超出部分由服务端截断，且没有任何提示。",
    "{count}, in the order in which the prompt numbers them.": "{count}，顺序即提示词中的编号。",
    "At most {limit} words; the server silently truncates longer text.": "最多 {limit} 个单词；"
    "超出部分由服务端截断，且没有任何提示。",
    "It may be left out.": "可以省略。",
    "It may be empty.": "可以为空。",
    " ": "",
    "One image.": "一张图像。",
    "One image, if any.": "至多一张图像，可以省略。",
    "width": "宽",
    "height": "高",
    "words": "个单词",
    "The {side} must be {range} pixels.": "{side}须在 {range} 像素之间。",
    "It must have the width and height of {other}.": "宽和高须与 {other} 相同。",
    "{range} KB each.": "每张 {range} KB。",
    "At most {limit} MB together.": "合计不超过 {limit} MB。",
    "Transparency is required: an image without an alpha channel is rejected.": (
        "须有透明通道：没有 alpha 通道的图像会被拒绝。"
    ),
    "It is sent as {forms}.": "发送形式：{forms}。",
    "a web address": "网址",
    "a data: URI": "data: URI",
    "an upload (oss://)": "上传后的 oss:// 地址",
    "A URL must not contain Chinese characters.": "URL 中不能包含中文字符。",
    "Formats: {formats}.": "格式：{formats}。",
    "Each side should be {low} to {high} pixels.": "每边建议在 {low} 至 {high} 像素之间。",
    "Each side must be {low} to {high} pixels.": "每边须在 {low} 至 {high} 像素之间。",
    "The aspect ratio must be {ratio}.": "宽高比为 {ratio}。",
    "At most {limit} MB each.": "每张不超过 {limit} MB。",
    "Transparency is not accepted: a PNG with an alpha channel is rejected.": (
        "不支持透明：带 alpha 通道的 PNG 会被拒绝。"
    ),
    "Transparency is ignored.": "透明通道会被忽略。",
    # prices and limits
    "about {amount}": "约 {amount}",
    "{amount} when {when}": "{amount}（{when} 时）",
    "free of charge": "免费",
    "In {region} its id is {id}; either id is accepted.": "在 {region} 的模型名为 {id}；两个名称均可使用。",
    "{id} currently equals {snapshot}.": "{id} 目前等同于 {snapshot}。",
    "Before its first call it must be activated {where}.": "首次调用前须{where}开通。",
    "{rate} of all {group} models together": "{group} 系列模型合计 {rate}",
    "The vendor announced on {announced} that it retires on {retires}.": (
        "厂商于 {announced} 公告，该模型将于 {retires} 下线。"
    ),
    "It is announced to retire on {retires}.": "已公告将于 {retires} 下线。",
    "announced to retire on {retires}": "公告将于 {retires} 下线",
    "This is not confirmed by an answer of the service.": "尚未由服务的应答证实。",
    "Its replacement is {model}.": "替代模型为 {model}。",
    "Its replacement is {model}: {calls}.": "替代模型为 {model}：{calls}。",
    "Its size is {sizes}.": "其尺寸为 {sizes}。",
    "It has no task route: no submit(), no protocol={protocol}.": (
        "它没有任务方式：没有 submit()，也没有 protocol={protocol}。"
    ),
    "It does not take {names}.": "它不接受 {names}。",
    "not for sale": "不出售，仅可用免费额度",
    "{amount} for each input image": "每张输入图像 {amount}",
    "{amount} for images of {area}": "{amount}（图像为 {area}）",
    "up to {area} pixels": "{area} 像素以内",
    "{area} pixels or more": "{area} 像素及以上",
    "{submissions} a second": "每秒 {submissions}",
    "{submissions} a minute": "每分钟 {submissions}",
    "{rate}, {tasks} at once": "{rate}，同时 {tasks}",
    # conflicts
    "supported": "支持",
    "not supported": "不支持",
    "not limited": "不限",
}


def chinese(texts: Mapping[str, str]) -> Locale:
    """Chinese, with the texts of the specs by their English."""
    return Locale(code="zh", phrases=PHRASES | PAGE_PHRASES, texts=texts)
