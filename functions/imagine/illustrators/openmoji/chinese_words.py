"""Chinese vocabulary of children, simplified and traditional, by OpenMoji's English names. Compiled by hand."""

from functions.imagine.illustrators.openmoji.scene import Relation

_TABLE = """
cat: 猫 貓 花猫 黑猫 猫咪 貓咪
cat face: 小猫 小貓
dog: 狗 狗狗
dog face: 小狗
T-Rex: 恐龙 恐龍 霸王龙 霸王龍
sauropod: 长颈龙 腕龙 梁龙
dragon: 龙 龍
unicorn: 独角兽 獨角獸
rabbit: 兔 兔子 小白兔
mouse: 老鼠 米老鼠
chipmunk: 松鼠
hamster: 仓鼠 倉鼠
bear: 熊
teddy bear: 玩具熊 泰迪熊 毛绒玩具
panda: 熊猫 熊貓
koala: 考拉 无尾熊
lion: 狮子 獅子
tiger: 虎 老虎
lizard: 壁虎 蜥蜴
leopard: 豹子 豹
elephant: 大象 小象
giraffe: 长颈鹿 長頸鹿
zebra: 斑马 斑馬
deer: 鹿
hippopotamus: 河马 河馬
rhinoceros: 犀牛
camel: 骆驼 駱駝
kangaroo: 袋鼠
monkey: 猴子 猴 孙悟空
horse: 马 馬
cow: 牛 奶牛
ox: 公牛
ewe: 羊 绵羊 小羊
goat: 山羊
pig: 猪 豬 小猪佩奇
wolf: 狼 大灰狼
fox: 狐狸
hedgehog: 刺猬
chicken: 鸡 母鸡 雞
rooster: 公鸡 公雞
front-facing baby chick: 小鸡 小雞
duck: 鸭 鸭子 鴨子
goose: 鹅 鵝
swan: 天鹅 天鵝
penguin: 企鹅 企鵝
owl: 猫头鹰 貓頭鷹
eagle: 老鹰
bird: 鸟 小鸟 鳥
parrot: 鹦鹉
peacock: 孔雀
frog: 青蛙
turtle: 乌龟 烏龜 海龟
snake: 蛇
crocodile: 鳄鱼 鱷魚
fish: 鱼 魚
goldfish: 金鱼 金魚
dolphin: 海豚
spouting whale: 鲸鱼 鯨魚 鲸
shark: 鲨鱼 鯊魚
octopus: 章鱼 章魚
crab: 螃蟹
lobster: 龙虾
snail: 蜗牛 蝸牛
butterfly: 蝴蝶
honeybee: 蜜蜂
lady beetle: 瓢虫
ant: 蚂蚁 螞蟻
spider: 蜘蛛 蜘蛛侠
robot: 机器人 機器人
alien: 外星人
ghost: 鬼 幽灵
alien monster: 怪兽 怪獸 怪物
superhero: 超人 超级英雄 奥特曼
princess: 公主
prince: 王子
person with crown: 国王 國王 女王
mermaid: 美人鱼 美人魚
fairy: 仙女 精灵
mage: 魔法师 巫师
woman mage: 女巫
Santa Claus: 圣诞老人 聖誕老人
astronaut: 宇航员 太空人 航天员
police officer: 警察
firefighter: 消防员 消防員
ballet dancer: 芭蕾舞
baby: 宝宝 寶寶
woman: 妈妈 媽媽
man: 爸爸
old woman: 奶奶 外婆
old man: 爷爷 外公
boy: 弟弟 哥哥 男孩
girl: 妹妹 姐姐 女孩
rocket: 火箭 宇宙飞船 飞船 太空船
flying saucer: 飞碟 飛碟
automobile: 汽车 汽車 小汽车 车 車
racing car: 赛车 賽車
bus: 公交车 公共汽车 巴士
fire engine: 消防车 消防車
police car: 警车
ambulance: 救护车
delivery truck: 卡车 卡車 货车
tractor: 拖拉机 挖掘机 推土机
locomotive: 火车 火車
high-speed train: 高铁 地铁
bicycle: 自行车
motorcycle: 摩托车
airplane: 飞机 飛機
helicopter: 直升机 直升飞机
sailboat: 船 帆船
passenger ship: 轮船
sun with face: 太阳 太陽
crescent moon: 月亮
star: 星星 星
ringed planet: 行星 太空 宇宙
globe showing Asia-Australia: 地球
rainbow: 彩虹
cloud: 云 雲 天空
cloud with rain: 雨 下雨
snowflake: 雪 雪花 下雪
cloud with lightning: 闪电
snowman: 雪人
fire: 火焰 火
volcano: 火山
mountain: 山
water wave: 大海 海 海浪
beach with umbrella: 海边 沙滩
deciduous tree: 树 樹 大树
evergreen tree: 森林
Christmas tree: 圣诞树
blossom: 花 花朵
sunflower: 向日葵 花园
mushroom: 蘑菇
cactus: 仙人掌
house with garden: 房子 家
castle: 城堡
ferris wheel: 摩天轮
carousel horse: 旋转木马
red heart: 爱心 愛心
red apple: 苹果 蘋果
banana: 香蕉
strawberry: 草莓
watermelon: 西瓜
grapes: 葡萄
tangerine: 橙子 橘子
peach: 桃子
pineapple: 菠萝
carrot: 胡萝卜
pizza: 比萨 披萨
hamburger: 汉堡 漢堡
french fries: 薯条
hot dog: 热狗
soft ice cream: 冰淇淋 冰激凌
birthday cake: 蛋糕 生日蛋糕 生日快乐
cookie: 饼干
lollipop: 棒棒糖
candy: 糖 糖果
chocolate bar: 巧克力
doughnut: 甜甜圈
popcorn: 爆米花
bread: 面包
steaming bowl: 面条 麵
dumpling: 饺子 包子
moon cake: 月饼
egg: 鸡蛋 蛋
glass of milk: 牛奶
bubble tea: 奶茶
balloon: 气球 氣球
wrapped gift: 礼物 禮物
fireworks: 烟花
red paper lantern: 灯笼
soccer ball: 足球 球
basketball: 篮球
kite: 风筝 風箏
umbrella: 伞 雨伞 傘
backpack: 书包
closed book: 书 書
crown: 皇冠 王冠
top hat: 帽子 帽
glasses: 眼镜
guitar: 吉他
musical keyboard: 钢琴
drum: 鼓
television: 电视
mobile phone: 手机
alarm clock: 闹钟
bed: 床
key: 钥匙
"""

PICTURES = {
    word: picture
    for picture, _, names in (line.partition(": ") for line in _TABLE.strip().splitlines())
    for word in names.split()
}

_NOT_PICTURES = """
开心 中心 大家 国家 我家 家里 画家 生气 天气 风景 东西
马上 星期 大海报 花费 云朵
"""

NOT_PICTURES = frozenset(_NOT_PICTURES.split())
"Words that contain one of the above without meaning it."

NUMERALS = dict(zip("一两二三四五六七八九十几些", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 3), strict=True))

MEASURE_WORDS = "只隻个個条條头頭匹辆輛朵颗顆架艘位本块塊座支枝把棵群片"

BEFORE = {"骑": Relation.ABOVE, "騎": Relation.ABOVE, "坐": Relation.AT, "开": Relation.AT, "戴": Relation.WEARING}
"By the verb before a thing: the position of its subject relative to the thing."

AFTER = {
    "上": Relation.ABOVE,
    "里": Relation.IN,
    "裡": Relation.IN,
    "中": Relation.IN,
    "内": Relation.IN,
    "下": Relation.BELOW,
}
"By the locative after a thing."

LEADING = "骑騎坐开在戴拿吃抱和跟有带帶玩看"
"Verbs that begin a relative clause, whose subject follows it."
