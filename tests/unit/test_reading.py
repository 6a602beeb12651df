"""Reading model and serial numbers: tables of messages, and properties that hold for any text.

A line of a table is (message, what is read): "m:" before a model, "s:" before a serial, in order;
"" where nothing may be read. All serials are made up.
"""

from __future__ import annotations

import string
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.recalls.reading import Identifier, read_identifiers, shapes

Asked = Literal["model", "serial"] | None
A = "s:AKFF1Y0E12345678"
B = "s:B9C3W7PKLM20476R"

LABELLED = [
    ("SN: AKFF1Y0E12345678", A),
    ("SN AKFF1Y0E12345678", A),
    ("S/N AKFF1Y0E12345678", A),
    ("S/N: AKFF1Y0E12345678", A),
    ("s/n:akff1y0e12345678", A),
    ("S.N. AKFF1Y0E12345678", A),
    ("s-n akff1y0e12345678", A),
    ("SN#AKFF1Y0E12345678", A),
    ("SN# AKFF1Y0E12345678", A),
    ("SN=AKFF1Y0E12345678", A),
    ("SN - AKFF1Y0E12345678", A),
    ("Serial: AKFF1Y0E12345678", A),
    ("serial AKFF1Y0E12345678", A),
    ("Serial Number: AKFF1Y0E12345678", A),
    ("serial number AKFF1Y0E12345678", A),
    ("serial number is AKFF1Y0E12345678", A),
    ("the serial number on the back is AKFF1Y0E12345678", A),
    ("serial no. AKFF1Y0E12345678", A),
    ("serial no AKFF1Y0E12345678", A),
    ("Serial No: AKFF1Y0E12345678", A),
    ("serial nr. AKFF1Y0E12345678", A),
    ("ser # AKFF1Y0E12345678", A),
    ("ser. no. AKFF1Y0E12345678", A),
    ("serial # AKFF1Y0E12345678", A),
    ("serial #: AKFF1Y0E12345678", A),
    ("serial#AKFF1Y0E12345678", A),
    ("serial code AKFF1Y0E12345678", A),
    ("SN code: AKFF1Y0E12345678", A),
    ("SERIALNUMBER AKFF1Y0E12345678", A),
    ("serialno:AKFF1Y0E12345678", A),
    ("seriel number AKFF1Y0E12345678", A),
    ("serail number: AKFF1Y0E12345678", A),
    ("cereal number AKFF1Y0E12345678", A),
    ("SNAKFF1Y0E12345678", A),
    ("snakff1y0e12345678", A),
    ("SN:SNAKFF1Y0E12345678", A),
    ("SNAKFF-1Y0E-1234-5678", A),
    ("SNAKFF 1Y0E 1234 5678", A),
    ("S/NAKFF1Y0E12345678", A),
    ("SERIALAKFF1Y0E12345678", A),
    ("serial number = AKFF1Y0E12345678", A),
    ("serial number -> AKFF1Y0E12345678", A),
    ("serial number (SN): AKFF1Y0E12345678", A),
    ("serial number\nAKFF1Y0E12345678", A),
    ("Serial number:\n\nAKFF1Y0E12345678", A),
    ("my serial number is: AKFF1Y0E12345678, is that affected?", A),
    ("Hi, the SN reads AKFF1Y0E12345678. Thanks", A),
    ("serial no. GK2309880", "s:GK2309880"),
    ("SN 57X0012", "s:57X0012"),
    ("serial number 000G21", "s:000G21"),
    ("serial: 000I21", "s:000I21"),
    ("serial number is 20160612123456", "s:20160612123456"),
    ("SN: 12345", "s:12345"),
    ("the serial is 1234567", "s:1234567"),
    ("serial number LT21091D180001", "s:LT21091D180001"),
    ("SN: S46012302123456", "s:S46012302123456"),
    ("serial 17L 0012345 678", "s:17L0012345678"),
    ("serial number 142AA0062238", "s:142AA0062238"),
    ("SN VF34508449", "s:VF34508449"),
    ("Seriennummer AKFF1Y0E12345678", A),
    ("numéro de série : AKFF1Y0E12345678", A),
    ("número de serie AKFF1Y0E12345678", A),
    ("serial number for my power bank is AKFF1Y0E12345678", A),
    ("serial number printed on the bottom of the unit reads AKFF1Y0E12345678", A),
    ("serial number, I think, is AKFF1Y0E12345678", A),
    ("AKFF1Y0E12345678 is my serial number", A),
    ("AKFF1Y0E12345678 is the serial", A),
    ("57X0012 is the serial number", "s:57X0012"),
    ("57X0012 (serial)", "s:57X0012"),
    ("1263 is the model", "m:1263"),
    ("MXB008 is the model number and GK2309880 is the serial number", "m:MXB008 s:GK2309880"),
    ("1263 is the model, 57X0012 is the serial", "m:1263 s:57X0012"),
    ("model A1263", "m:A1263"),
    ("Model: A1263", "m:A1263"),
    ("model:a1263", "m:A1263"),
    ("MODEL NO. A1263", "m:A1263"),
    ("model number A1263", "m:A1263"),
    ("model number is A1263", "m:A1263"),
    ("model # A1263", "m:A1263"),
    ("Model#A1263", "m:A1263"),
    ("mod. A1263", "m:A1263"),
    ("M/N A1263", "m:A1263"),
    ("M/N: A1263", "m:A1263"),
    ("P/N A1263", "m:A1263"),
    ("P/N: 10400-2291", ""),
    ("part number 77821", ""),
    ("item model number: A1263", "m:A1263"),
    ("modelA1263", "m:A1263"),
    ("MODELNO A1263", "m:A1263"),
    ("modle a1263", "m:A1263"),
    ("model 1263", "m:1263"),
    ("model number 1985", "m:1985"),
    ("model BI-B41", "m:BIB41"),
    ("model BI B41", "m:BIB41"),
    ("model PB0003", "m:PB0003"),
    ("Model: MXB008", "m:MXB008"),
    ("model BS-30KP365", "m:BS30KP365"),
    ("model OD-B7", "m:ODB7"),
    ("model no. E33A", "m:E33A"),
    ("model W1056", "m:W1056"),
    ("Model: IST-09991/W05", "m:IST09991W05"),
    ("model number AO10FK-A", "m:AO10FKA"),
    ("model CP-WFLED01", "m:CPWFLED01"),
    ("model BBL-MM-LAMP2", "m:BBLMMLAMP2"),
    ("Model #PM 4910-10", "m:PM491010"),
    ("Model #SM4910-10", "m:SM491010"),
    ("model number 13110003", "m:13110003"),
    ("models 2G520, 2G505B and 2G512B", "m:2G520 m:2G505B m:2G512B"),
    ("models: MWMS07, MWWS07 and MWMS05", "m:MWMS07 m:MWWS07 m:MWMS05"),
    ("models A1642, A1647 and A1652", "m:A1642 m:A1647 m:A1652"),
    ("model DBL6000M / DBL6000P", "m:DBL6000M m:DBL6000P"),
    ("serials GK2309880, GK2309899 and GK2310154", "s:GK2309880 s:GK2309899 s:GK2310154"),
    ("Serial numbers:\n1) GK2309880\n2) GK2309899", "s:GK2309880 s:GK2309899"),
    ("SN: 12345678\n2 units", "s:12345678"),
    ("Model/SN: MXB008 / GK2309880", "m:MXB008 s:GK2309880"),
    ("serial number: A1263", "m:A1263"),
    ("the serial number of my A1263 is 57X0012", "m:A1263 s:57X0012"),
    ("model number: AKFF1Y0E12345678", A),
    ("Model A1263 SN 57X0012 bought 2019", "m:A1263 s:57X0012"),
    ("SN GK2309880 A1263", "s:GK2309880 m:A1263"),
]

FORMATS = [
    ("AKFF1Y0E12345678", A),
    ("akff1y0e12345678", A),
    ("Akff1y0e12345678", A),
    ("AKFF 1Y0E 1234 5678", A),
    ("akff 1y0e 1234 5678", A),
    ("Akff 1y0e 1234 5678", A),
    ("AKFF-1Y0E-1234-5678", A),
    ("AKFF.1Y0E.1234.5678", A),
    ("AKFF/1Y0E/1234/5678", A),
    ("AKFF_1Y0E_1234_5678", A),
    ("AKFF - 1Y0E - 1234 - 5678", A),
    ("AKFF–1Y0E—1234‐5678", A),
    ("AKFF−1Y0E−1234−5678", A),
    ("AKFF  1Y0E  1234  5678", A),
    ("AKFF, 1Y0E, 1234, 5678", A),
    ("AKFF1Y0E 12345678", A),
    ("AKFF1Y0E\n12345678", A),
    ("AKFF\n1Y0E\n1234\n5678", A),
    ("AKFF1Y0E-\n12345678", A),
    ("AK FF 1Y 0E 12 34 56 78", A),
    ("AKFF1 Y0E12 34567 8", A),
    ("AKFF1Y 0E1234 5678", A),
    ("A K F F 1 Y 0 E 1 2 3 4 5 6 7 8", A),
    ("A-K-F-F-1-Y-0-E-1-2-3-4-5-6-7-8", A),
    ("a,k,f,f,1,y,0,e,1,2,3,4,5,6,7,8", A),
    ("it's AKFF1Y0E12345678.", A),
    ('"AKFF1Y0E12345678"', A),
    ("'AKFF1Y0E12345678'", A),
    ("(AKFF1Y0E12345678)", A),
    ("[AKFF1Y0E12345678]", A),
    ("<AKFF1Y0E12345678>", A),
    ("#AKFF1Y0E12345678", A),
    ("**AKFF1Y0E12345678**", A),
    ("`AKFF1Y0E12345678`", A),
    ("“AKFF1Y0E12345678”", A),
    ("AKFF1Y0E12345678!!!", A),
    ("AKFF1Y0E12345678?", A),
    ("...AKFF1Y0E12345678...", A),
    ("my charger is akff 1y0e 1234 5678 thanks", A),
    ("is 1Y0E AKFF 1234 5678 in the recall", "s:1Y0EAKFF12345678"),
    ("1234-5678-1Y0E-HEAT", "s:123456781Y0EHEAT"),
    ("AKFF-1Y0E-1234-567", "s:AKFF1Y0E1234567"),
    ("AKFF 1Y0E 1234 567", "s:AKFF1Y0E1234567"),
    ("AKFF-1Y0E-1234-5678-9", "s:AKFF1Y0E123456789"),
    ("AKFF1Y0E123456789", "s:AKFF1Y0E123456789"),
    ("AKFF1Y0E1234567", "s:AKFF1Y0E1234567"),
    ("i have GK2309880 here", "s:GK2309880"),
    ("ＡＫＦＦ１Ｙ０Ｅ１２３４５６７８", A),
    ("ＳＮ：ＡＫＦＦ１Ｙ０Ｅ１２３４５６７８", A),
    ("АKFF1Y0Е12345678", A),  # Cyrillic А, Е
    ("ΑΚFF1Υ0Ε12345678", A),  # Greek
    ("AKFF\u200b1Y0E\u200b12345678", A),
    ("AK\u00adFF1Y0E12\u00ad345678", A),
    ("\ufeffAKFF1Y0E12345678\u200e", A),
    ("AKFF\u00a01Y0E\u00a01234\u00a05678", A),
    ("AKFF\u20091Y0E\u20091234\u20095678", A),
    ("SN\u00a0:\u00a0AKFF1Y0E12345678", A),
    ("model Ａ１２６３", "m:A1263"),
    ("А1263", "m:A1263"),  # Cyrillic
    ("Α1263", "m:A1263"),  # Greek
    ("A\u200b1263", "m:A1263"),
    ("A1263™ power bank", "m:A1263"),
    ("型番A1263です", "m:A1263"),
    ("SN AKFF 1Y0E 1234 5678 9012", "s:AKFF1Y0E123456789012"),
    ("AKFF1Y0E12345678 B9C3W7PKLM20476R", A + " " + B),
    ("AKFF1Y0E12345678,B9C3W7PKLM20476R", A + " " + B),
    ("AKFF 1Y0E 1234 5678\nB9C3 W7PK LM20 476R", A + " " + B),
    ("AKFF1Y0E12345678\nB9C3W7PKLM20476R\n", A + " " + B),
    ("AKFF-1Y0E-1234-5678, B9C3-W7PK-LM20-476R", A + " " + B),
    ("A1263/AKFF1Y0E12345678", "m:A1263 " + A),
    ("A1263-AKFF1Y0E12345678", "m:A1263 " + A),
    ("A1263_AKFF1Y0E12345678", "m:A1263 " + A),
    ("A1263,AKFF1Y0E12345678", "m:A1263 " + A),
    ("A1263|AKFF1Y0E12345678", "m:A1263 " + A),
    ("A1263:AKFF1Y0E12345678", "m:A1263 " + A),
    ("A1263\tAKFF1Y0E12345678", "m:A1263 " + A),
    ("A1263 AKFF 1Y0E 1234 5678", "m:A1263 " + A),
    ("A1263/SN:AKFF1Y0E12345678", "m:A1263 " + A),
    ("Model:A1263/SN:AKFF1Y0E12345678", "m:A1263 " + A),
    ("AKFF1Y0E12345678/A1263", A + " m:A1263"),
    ("unit 1: A1263 AKFF1Y0E12345678; unit 2: A1263 B9C3W7PKLM20476R",
     f"m:A1263 {A} m:A1263 {B}"),
    ("I have two: AKFF1Y0E12345678 and B9C3W7PKLM20476R", A + " " + B),
    ("1. AKFF1Y0E12345678\n2. B9C3W7PKLM20476R", A + " " + B),
    ("- AKFF1Y0E12345678\n- B9C3W7PKLM20476R", A + " " + B),
]  # fmt: skip

MODELS = [
    ("A1263", "m:A1263"),
    ("a1263", "m:A1263"),
    ("A 1263", "m:A1263"),
    ("a 1263", "m:A1263"),
    ("A-1263", "m:A1263"),
    ("a.1263", "m:A1263"),
    ("is the A1263 recalled?", "m:A1263"),
    ("is my a1263 affected", "m:A1263"),
    ("I have an A1263.", "m:A1263"),
    ("I have a A1263", "m:A1263"),
    ("it says a 1263 on the bottom", "m:A1263"),
    ("two A1263s", "m:A1263"),
    ("my A1263's battery", "m:A1263"),
    ("Anker A1263", "m:A1263"),
    ("anker powercore 10000 a1263", "m:A1263"),
    ("PowerCore 10000 (A1263)", "m:A1263"),
    ("PowerCore A1263", "m:A1263"),
    ("A1263N12", "m:A1263"),
    ("A1263011", "m:A1263"),
    ("A1263H11", "m:A1263"),
    ("A1263-011", "m:A1263"),
    ("A1263/011", "m:A1263"),
    ("A1263 N12", "m:A1263"),
    ("A1263 011", "m:A1263"),
    ("A3102016 speaker", "m:A3102"),
    ("A3302011 and A3302031", "m:A3302 m:A3302"),
    ("A17A0", "m:A17A0"),
    ("a17b0 battery", "m:A17B0"),
    ("EverFrost A17A1", "m:A17A1"),
    ("A1642 A1647 A1652", "m:A1642 m:A1647 m:A1652"),
    ("A1642, A1647, A1652", "m:A1642 m:A1647 m:A1652"),
    ("A1642/A1647/A1652", "m:A1642 m:A1647 m:A1652"),
    ("does this cover A1257 or A1681 or A1689?", "m:A1257 m:A1681 m:A1689"),
    ("Anker 535 Power Bank A1366", "m:A1366"),
    ("Anker 321 (A1112)", "m:A1112"),
    ("replacement A1388", "m:A1388"),
    ("334 MagGo A1642", "m:A1642"),
    ("not the A1263 but the A1266", "m:A1263 m:A1266"),
    ("is the anker 1263 recalled", "m:1263"),
    ("I have the Belkin BPB002", "m:BPB002"),
    ("INIU BI-B41 power bank", "m:BIB41"),
    ("my Baseus BS-30KP365 got hot", "m:BS30KP365"),
    ("VRURC OD-B7", "m:ODB7"),
    ("iWALK MXB008 or DBL6000M", "m:MXB008 m:DBL6000M"),
    ("A1263?", "m:A1263"),
    ("A1263!!", "m:A1263"),
    ("[A1263]", "m:A1263"),
    ("#A1263", "m:A1263"),
    ("*A1263*", "m:A1263"),
    ("I want to claim for my A1263", "m:A1263"),
    ("the recall of the A1263", "m:A1263"),
    ("Anker recall A1263", "m:A1263"),
    ("MY A1263 IS HOT", "m:A1263"),
    ("A1263 x2", "m:A1263"),
    ("2x A1263", "m:A1263"),
    ("2*A1263", "m:A1263"),
]

SPOKEN = [
    ("a k f f one y zero e one two three four five six seven eight", A),
    ("A K F F 1 Y zero E 1 2 3 4 5 6 7 8", A),
    ("alpha kilo foxtrot foxtrot one yankee zero echo one two three four five six seven eight", A),
    ("alfa kilo double foxtrot one yankee zero echo one two three four five six seven eight", A),
    ("a as in alpha k as in kilo f as in foxtrot f as in foxtrot 1 y as in yankee 0 e as in echo"
     " 1 2 3 4 5 6 7 8", A),
    ("A for apple, K for kite, F for fox, F for fox, one, Y for yellow, zero, E for egg, one, two,"
     " three, four, five, six, seven, eight", A),
    ("A like Adam K like king F like Frank F like Frank 1 Y like you 0 E like Edward 12345678", A),
    ("a k double f one y zero e one two three four five six seven eight", A),
    ("a k f f one y oh e one two three four five six seven eight", A),
    ("a k f f one y o e one two three four five six seven eight", "s:AKFF1YOE12345678"),
    ("a k f f dash one y zero e dash one two three four dash five six seven eight", A),
    ("AKFF dash 1Y0E dash 1234 dash 5678", A),
    ("A K F F hyphen 1 Y 0 E hyphen 1 2 3 4 hyphen 5 6 7 8", A),
    ("S N colon A K F F 1 Y 0 E 1 2 3 4 5 6 7 8", A),
    ("serial number alpha kilo foxtrot foxtrot one yankee zero echo one two three four five six"
     " seven eight", A),
    ("serial number is a k f f one y zero e twelve thirty four fifty six seventy eight", A),
    ("capital a capital k capital f capital f one capital y zero capital e 1 2 3 4 5 6 7 8", A),
    ("letter A letter K letter F letter F number one letter Y number zero letter E 12345678", A),
    ("A K F F then 1 Y 0 E then 1 2 3 4 then 5 6 7 8", A),
    ("a k f f um one y zero e uh one two three four five six seven eight", A),
    ("here is it: a, k, f, f, one, y, zero, e, one, two, three, four, five, six, seven, eight", A),
    ("ay kay eff eff one y zero e one two three four five six seven eight", A),
    ("A (alpha) K (kilo) F (foxtrot) F (foxtrot) 1 Y (yankee) 0 E (echo) 1 2 3 4 5 6 7 8", A),
    ("serial is kilo kilo triple zero seven niner", "s:KK00079"),
    ("serial number five seven x-ray double zero one two", "s:57X0012"),
    ("SN five seven x double zero twelve", "s:57X0012"),
    ("AKFF one Y zero E 1234 5678", A),
    ("akff 1y0e twelve thirty four 5678", A),
    ("it is a k f f one y zero e one two three four five six seven eight I think", A),
    ("a twelve sixty three", "m:A1263"),
    ("model a twelve sixty three", "m:A1263"),
    ("A twelve sixty-three", "m:A1263"),
    ("alpha twelve sixty three", "m:A1263"),
    ("alpha one two six three", "m:A1263"),
    ("A one two six three", "m:A1263"),
    ("A 1 2 6 3", "m:A1263"),
    ("a one twenty six three", "m:A1263"),
    ("A twelve hundred sixty three", "m:A1263"),
    ("A one thousand two hundred and sixty three", "m:A1263"),
    ("a sixteen forty seven", "m:A1647"),
    ("A as in apple 1263", "m:A1263"),
    ("model number A as in Alpha, one, two, six, three", "m:A1263"),
    ("the model is a thirty one oh two", "m:A3102"),
    ("model twelve sixty three", "m:1263"),
    ("I've got a a twelve sixty three", "m:A1263"),
    ("A12 63", "m:A1263"),
    ("A-12-63", "m:A1263"),
]  # fmt: skip

PASTED = [
    ("Anker PowerCore 10000 Model: A1263 Input: 5V=2A Output: 5V=2.4A Capacity: 10000mAh/36Wh SN:"
     " AKFF1Y0E12345678 Made in China FCC ID: 2AOKB-A1263", "m:A1263 " + A),
    ("Anker\nPowerCore 10000\nModel: A1263\nInput: 5V⎓2A\nOutput: 5V⎓2.4A\n10000mAh / 36Wh\n"
     "SN: AKFF1Y0E12345678\nAnker Innovations Limited\nMade in China", "m:A1263 " + A),
    ("ANKER POWERCORE 10000 MODEL A1263 INPUT 5V 2A OUTPUT 5V 2.4A 3.7V 10000MAH 37WH"
     " SN AKFF1Y0E12345678", "m:A1263 " + A),
    ("Model NO.:A1263 S/N:AKFF1Y0E12345678 Rated capacity 6000mAh Li-ion 3.6V", "m:A1263 " + A),
    ("Model,Serial\nA1263,AKFF1Y0E12345678\nA1263,B9C3W7PKLM20476R", f"m:A1263 {A} m:A1263 {B}"),
    ("model,serial,qty\nMXB008,GK2309880,1\nDBL6000M,GK2310154,2",
     "m:MXB008 s:GK2309880 m:DBL6000M s:GK2310154"),
    ("Model\tSerial Number\nA1263\tAKFF1Y0E12345678", "m:A1263 " + A),
    ("| Model | Serial |\n|---|---|\n| A1263 | AKFF1Y0E12345678 |", "m:A1263 " + A),
    ("| Model | A1263 |\n| Serial | AKFF1Y0E12345678 |", "m:A1263 " + A),
    ("Order ID,Model,SN\n12345678,MXB008,GK2309880", "m:MXB008 s:GK2309880"),
    ("order;serial;date\nAB12345678;57X0012;2019-01-02", "s:57X0012"),
    ("Model;A1263\nSerial;AKFF1Y0E12345678", "m:A1263 " + A),
    ("Model: A1263\nSerial: AKFF1Y0E12345678\nBought: 06/12/2019 on Amazon\n"
     "Order: 112-1234567-1234567", "m:A1263 " + A),
    ("Model    Serial              Colour\nA1263    AKFF1Y0E12345678    black", "m:A1263 " + A),
    ("Model\nA1263\nSerial\nAKFF1Y0E12345678", "m:A1263 " + A),
    ("{\"model\": \"A1263\", \"serial\": \"AKFF1Y0E12345678\"}", "m:A1263 " + A),
    ("model=A1263&sn=AKFF1Y0E12345678", "m:A1263 " + A),
    ("> Model: A1263\n> SN: AKFF1Y0E12345678", "m:A1263 " + A),
    ("baseus 65W 30000mAh Model: BS-30KP365 Input: USB-C 5V=3A 9V=3A 12V=3A 15V=3A 20V=3.25A SN"
     " BS30KP365123456D", "m:BS30KP365 s:BS30KP365123456D"),
    ("BOOST CHARGE Model: BPB002 Serial: 35S12345678901 Belkin International", "m:BPB002"
     " s:35S12345678901"),
]  # fmt: skip

PARTIAL = [
    ("AKFF****5678", "s:AKFF****5678"),
    ("AKFF1Y0E****5678", "s:AKFF1Y0E****5678"),
    ("AKFF••••5678", "s:AKFF****5678"),
    ("SN ****5678", "s:****5678"),
    ("SN: AKFF****", "s:AKFF****"),
    ("serial AKFF1Y?E1234567?8", "s:AKFF1Y*E1234567*8"),
    ("serial number ends in 5678", "s:5678"),
    ("it ends in 5678", "s:5678"),
    ("SN ending with 45678", "s:45678"),
    ("the serial starts with AKFF1Y", "s:AKFF1Y"),
    ("the serial starts with AKFF", "s:AKFF"),
    ("first half is AKFF1Y0E", "s:AKFF1Y0E"),
    ("first half is AKFF1Y0E and the second half is 12345678", "s:AKFF1Y0E s:12345678"),
    ("the last four digits of the serial are 5678", "s:5678"),
    ("last 4 of the serial: 5678", "s:5678"),
    ("serial: AKFF1Y0E and the rest is worn off", "s:AKFF1Y0E"),
    ("I can only read AKFF1Y0E of the serial number", "s:AKFF1Y0E"),
    ("the serial begins with 57X", "s:57X"),
    ("SN AKFF 1Y0E **** 5678", "s:AKFF1Y0E****5678"),
]

NEVER = [
    "112-1234567-1234567",
    "order 112-1234567-1234567",
    "my Amazon order number is 112-1234567-1234567",
    "order 114 1234567 7654321",
    "D01-1234567-1234567",
    "order 12345",
    "order number 12345678",
    "order number AKFF1Y0E12345678",
    "Order #: AKFF1Y0E12345678",
    "order id AKFF-1Y0E-1234-5678",
    "AKFF1Y0E12345678 is my order number",
    "order no. A1234",
    "#A1234 order",
    "order #A1234",
    "my order was 4410B22",
    "invoice INV-2309880",
    "invoice number GK2309880",
    "receipt no 99812-A4",
    "confirmation number QX7R2K9",
    "case number 00123456",
    "ticket #AB123456",
    "reference: 7F3K22PL9",
    "RMA 123456789",
    "call me on 555-0143",
    "phone 555-0143",
    "+1 (800) 988-7973",
    "800-988-7973",
    "(800) 988 7973",
    "800.988.7973",
    "+44 20 7946 0958",
    "my number is 415 555 0132",
    "1Z999AA10123456784",
    "UPS tracking 1Z 999 AA1 01 2345 6784",
    "9400 1000 0000 0000 0000 00",
    "9400100000000000000000",
    "TBA123456789012",
    "tracking number TBA123456789012",
    "tracking AKFF1Y0E12345678",
    "LX123456789CN",
    "2025-06-12",
    "06/12/2025",
    "12.06.2025",
    "6/12/25",
    "June 2016",
    "Jun 12, 2025",
    "12th of June 2025",
    "bought it in 2018",
    "between June 2016 and December 2022",
    "80202-1234",
    "Denver CO 80202",
    "zip code 80202",
    "zip 80202-1234",
    "john1985@example.com",
    "akff1y0e12345678@example.com",
    "write to support@anker.com",
    "https://www.anker.com/product-recalls",
    "https://www.anker.com/a1263-recall",
    "www.anker.com/rc2506-form?sn=AKFF1Y0E12345678",
    "anker.com/a1263",
    "https://www.amazon.com/dp/B019GJLER8",
    "see cpsc.gov/Recalls/2025/A1263",
    "@john1985xyz",
    "$27",
    "30 dollars",
    "it cost $27.99",
    "27 bucks",
    "€30",
    "10000mAh",
    "10,000 mAh",
    "10000 mah power bank",
    "36Wh",
    "37 watt hours",
    "20K",
    "a 20K power bank",
    "5V 2A",
    "5V=2.4A",
    "5V⎓3A 9V⎓2A",
    "18W",
    "100-240V",
    "100-240V~50/60Hz 0.5A",
    "5V/3A 9V/2A 12V/1.5A",
    "65W fast charging",
    "B019GJLER8",
    "ASIN B019GJLER8",
    "ASIN: B0AB12CD34",
    "FCC ID: 2AOKB-A1263",
    "FCC ID 2AB7K-1234",
    "IC: 23451-A1263",
    "UPC 848061012345",
    "UPC: 8 48061 01234 5",
    "EAN 4571411171234",
    "barcode 194644012345",
    "recall number 25-338",
    "recall 25338",
    "recall no. 25-338",
    "CPSC 25-338",
    "RC-3479-ACEF-HJKM",
    "rc-3479-acef-hjkm",
    "my claim is RC-7K3P-9FTX-4MTA",
    "claim 3479-ACEF-HJKM",
    "claim number 4KTA-9XYW-7MNP",
    "PowerCore 10000",
    "powercore10000",
    "PowerCore 20K",
    "PowerCore Slim 10000",
    "PowerCore 26800 PD",
    "Anker PowerCore 13000",
    "iPhone 15",
    "iPhone 15 Pro Max",
    "iphone15",
    "Galaxy S22",
    "Samsung Galaxy S22 Ultra",
    "Pixel 8 Pro",
    "USB-C",
    "USB 3.0",
    "MagGo 334",
    "Anker 334 MagGo",
    "3-in-1",
    "Anker 535",
    "soundcore 3",
    "2-pack",
    "1263 Elm St",
    "I live at 1263 Elm Street, Apt 4B",
    "Apt 4B",
    "742 Evergreen Terrace",
    "50%",
    "it was at 80 percent",
    "at 5:30 pm",
    "10am",
    "14:05:33",
    "4111 1111 1111 1111",
    "4242-4242-4242-4242",
    "card ending in 4242",
    "PLEASE HELP ME IT IS HOT",
    "HELP",
    "IT IS SMOKING AND HISSING",
    "supercalifragilisticexpialidocious",
    "Donaudampfschifffahrtsgesellschaft",
    "asdfghjklqwertyu",
    "A1",
    "B2B",
    "COVID19",
    "covid-19",
    "gr8 thx",
    "2nd one",
    "the 3rd time this week",
    "I have two of them",
    "one of my chargers",
    "yes",
    "no",
    "",
    " ",
    "\n\n",
    "???",
    "where is the serial number?",
    "I can't find the serial number",
    "what is a serial number",
    "the serial number is faded",
    "the serial number is 16 characters long",
    "serial number has 16 digits",
    "serial number please",
    "SN?",
    "which model is it",
    "model year 2019",
    "the model is PowerCore 10000",
    "Model: PowerCore 10000",
    "my model is an iPhone 14",
    "what model numbers are recalled",
    "model 10000",
    "the 2020 model",
    "john1985",
    "my password is hunter2222",
    "Windows11",
    "mike from Denver",
    "whiskey tango foxtrot",
    "550e8400-e29b-41d4-a716-446655440000",
    "00:1A:2B:3C:4D:5E",
    "192.168.0.101",
    "flight A1234",
    "I bought 2 in 2019 and 3 in 2020",
    "A big one",
    "A 10000 mAh one",
    "I have a 10000",
    "a 2018 purchase",
    "a 2019 model",
    "one two three testing",
    "it has 4 LEDs and 1 port",
    "order date 2019-03-04 order total $25.99",
    "I bought it from Walmart for 25 dollars 3 years ago",
    "version 2.0.14",
    "iOS 17.5.1",
    "call 1-800-638-2772",
    "IMEI 356938035643809",
    "VIN 1HGCM82633A004352",
    "lot 35-22",
    "date code 2318",
    "SKU 70084",
    "item number 263345",
    "my account number 99887766",
    "gift card ABCD-1234-EFGH",
    "PIN 4821",
]

ASKED_SERIAL = [
    ("57X0012", "s:57X0012"),
    ("it's 4410 b", "s:4410B"),
    ("4410b", "s:4410B"),
    ("it is 000G21", "s:000G21"),
    ("000g21 I think", "s:000G21"),
    ("12345678", "s:12345678"),
    ("1234 5678 90", "s:1234567890"),
    ("GK2309880", "s:GK2309880"),
    ("gk 2309880", "s:GK2309880"),
    ("AKFF1Y0E12345678", A),
    ("akff 1y0e 1234 5678", A),
    ("sure, AKFF 1Y0E 1234 5678", A),
    ("A1263", "m:A1263"),
    ("I see 57X0012 on the back", "s:57X0012"),
    ("hi it says 57x-0012 thanks", "s:57X0012"),
    ("#57X0012", "s:57X0012"),
    ("five seven x double zero one two", "s:57X0012"),
    ("yes", ""),
    ("no idea", ""),
    ("I don't have one", ""),
    ("I bought it in 2019", ""),
    ("2019", "s:2019"),
    ("it's a PowerCore 10000", ""),
    ("10000mAh", ""),
    ("order 112-1234567-1234567", ""),
    ("my order number is 4410B22", ""),
    ("I can't read it", ""),
    ("the label is worn off", ""),
    ("call me at 555-0143", ""),
    ("4111 1111 1111 1111", ""),
    ("B019GJLER8", ""),
    ("iPhone 15", ""),
    ("what do you mean", ""),
    ("I have two of them", ""),
    ("one moment please", ""),
    ("it was made in 2017 I think", ""),
    ("AKFF****5678", "s:AKFF****5678"),
    ("ends in 5678", "s:5678"),
    ("2025-06-12", ""),
    ("18W", ""),
    ("17L 0012345 678", "s:17L0012345678"),
    ("57X0012 and 57X0013", "s:57X0012 s:57X0013"),
    ("RC-3479-ACEF-HJKM", ""),
]

ASKED_MODEL = [
    ("1263", "m:1263"),
    ("a1263", "m:A1263"),
    ("A 1263", "m:A1263"),
    ("it's a1263", "m:A1263"),
    ("a twelve sixty three", "m:A1263"),
    ("twelve sixty three", "m:1263"),
    ("powercore 10000", ""),
    ("it's the powercore 10000", ""),
    ("10000", ""),
    ("10000mAh", ""),
    ("PB0003", "m:PB0003"),
    ("BI-B41", "m:BIB41"),
    ("bs-30kp365", "m:BS30KP365"),
    ("it says MXB008", "m:MXB008"),
    ("2G505B", "m:2G505B"),
    ("od-b7", "m:ODB7"),
    ("SM1", "m:SM1"),
    ("T4X3062XENR", "m:T4X3062XENR"),
    ("AKFF1Y0E12345678", A),
    ("I don't know", ""),
    ("Anker 535", ""),
    ("20K", ""),
    ("black one", ""),
    ("bought it in 2018", ""),
    ("A17B0", "m:A17B0"),
    ("A1263011", "m:A1263"),
    ("the model is A1647 or A1652", "m:A1647 m:A1652"),
    ("iphone 13", ""),
    ("order 12345", ""),
]

# Written in other voices after the reader worked, to see what it does not know.
VOICES: list[tuple[str, Asked, str]] = [
    (
        "Good morning. I purchased an Anker PowerCore 10000 (model no A1263) from Amazon on 3 "
        "March 2018, order 111-2345678-7654321. The S/N printed underneath is 9F4T K2WE X81L "
        "M60A. Is it covered?", None,
        "m:A1263 s:9F4TK2WEX81LM60A"),
    (
        "yo my anker thing says a1263 n the sn is 9f4tk2wex81lm60a whats next", None,
        "m:A1263 s:9F4TK2WEX81LM60A"),
    (
        "do i need to worry about my A1263?? its been getting super hot lately like 60 degrees",
        None,
        "m:A1263"),
    (
        "My husband bought 3 of these in 2019. Serial numbers are 9F4TK2WEX81LM60A, "
        "B9C3W7PKLM20476R and AKFF1Y0E12345678.", None,
        "s:9F4TK2WEX81LM60A s:B9C3W7PKLM20476R s:AKFF1Y0E12345678"),
    (
        "Hello, model A1263, serial B9C3 W7PK LM20 476R, purchased at Best Buy for $25.99, ZIP "
        "80202", None,
        "m:A1263 s:B9C3W7PKLM20476R"),
    ("SN B9C3W7PKLM20476R A1263 black", None, "s:B9C3W7PKLM20476R m:A1263"),
    ("the number under the barcode is B9C3W7PKLM20476R", None, "s:B9C3W7PKLM20476R"),
    (
        "it has A1263 on the bottom and then SN with a bunch of letters, 9F4TK2WEX81LM60A", None,
        "m:A1263 s:9F4TK2WEX81LM60A"),
    ("Can you check B9C3W7PK-LM20476R for me please", None, "s:B9C3W7PKLM20476R"),
    ("my serial's B9C3W7PKLM20476R", None, "s:B9C3W7PKLM20476R"),
    ("serial number's 57X00123456789", None, "s:57X00123456789"),
    ("S/N = 35S88123456701 model = BPB002", None, "s:35S88123456701 m:BPB002"),
    ("model BPD005 serial 57V12345678901", None, "m:BPD005 s:57V12345678901"),
    ("I've the INIU BI-B41, number 000L21 on the back", None, "m:BIB41"),
    ("INIU model: BI-B41 SN: 000L21", None, "m:BIB41 s:000L21"),
    ("Charmast W1056 from walmart", None, "m:W1056"),
    ("I own an ESR HaloLock model 2G505", None, "m:2G505"),
    ("Is Casely E33A part of this?", None, "m:E33A"),
    ("myCharge AO10FK-A, bought 2022", None, "m:AO10FKA"),
    ("It's the Velvet Caviar one, model number ZHX-PB21", None, "m:ZHXPB21"),
    ("what about the 10000 mAh one with the blue lights", None, ""),
    ("i ordered two on Prime day 2017 order 113-9988776-1122334 can you look it up", None, ""),
    ("My phone number is 303-555-0187 and zip is 80202", None, ""),
    ("Tracking says 1Z999AA10123456784 delivered", None, ""),
    ("usps 9405511899223100000000", None, ""),
    ("claim RC-4KTA-9XYW-7MNP any news?", None, ""),
    ("Status of rc 4kta 9xyw 7mnp please", None, ""),
    ("Whats happening with claim number 4KTA-9XYW-7MNP", None, ""),
    ("I saw recall 25-338 on the CPSC site", None, ""),
    (
        "https://www.cpsc.gov/Recalls/2025/More-than-One-Million-Anker-Power-Banks-Recalled "
        "A1263", None,
        "m:A1263"),
    ("Amazon link: https://amazon.com/dp/B019GJLER8 - it's the A1263", None, "m:A1263"),
    ("asin b019gjler8, model a1263", None, "m:A1263"),
    ("THE SERIAL NUMBER IS AKFF1Y0E12345678 PLEASE HELP", None, "s:AKFF1Y0E12345678"),
    ("MY MODEL IS A1263 AND IT IS SWELLING", None, "m:A1263"),
    ("Serial ... AKFF 1Y0E 1234 5678", None, "s:AKFF1Y0E12345678"),
    ("serial akff1y0e 1234 5678 i think", None, "s:AKFF1Y0E12345678"),
    (
        "okay so it goes alpha kilo foxtrot foxtrot one yankee zero echo one two three four "
        "five six seven eight", None,
        "s:AKFF1Y0E12345678"),
    (
        "it's nine foxtrot four tango kilo two whiskey echo x-ray eight one lima mike six zero "
        "alpha", None,
        "s:9F4TK2WEX81LM60A"),
    (
        "SN: B as in boy, 9, C as in cat, 3, W as in water, 7, P as in Peter, K as in king, L "
        "as in love, M as in mary, 2, 0, 4, 7, 6, R as in Robert", None,
        "s:B9C3W7PKLM20476R"),
    (
        "bravo niner charlie three whiskey seven papa kilo lima mike two zero four seven six "
        "romeo", None,
        "s:B9C3W7PKLM20476R"),
    ("the model is capital A one two six three", None, "m:A1263"),
    ("model number alpha one two six three", None, "m:A1263"),
    ("letter a, number 1263", None, "m:A1263"),
    ("I think it was A-1263 but the print is tiny", None, "m:A1263"),
    ("A1263 or maybe A1268", None, "m:A1263 m:A1268"),
    ("Anker A1263 PowerCore 10000 10000mAh 36Wh, made in 2017", None, "m:A1263"),
    (
        "Unit one: SN AKFF1Y0E12345678. Unit two: SN B9C3W7PKLM20476R.", None,
        "s:AKFF1Y0E12345678 s:B9C3W7PKLM20476R"),
    (
        "1) A1263 / AKFF1Y0E12345678\n2) A1263 / B9C3W7PKLM20476R\n3) A1263 / 9F4TK2WEX81LM60A",
        None,
        "m:A1263 s:AKFF1Y0E12345678 m:A1263 s:B9C3W7PKLM20476R m:A1263 s:9F4TK2WEX81LM60A"),
    (
        "first one AKFF1Y0E12345678, second one B9C3W7PKLM20476R", None,
        "s:AKFF1Y0E12345678 s:B9C3W7PKLM20476R"),
    ("The serial ends with 5678 I can't read the rest", None, "s:5678"),
    ("all I can make out is AKFF1Y", None, ""),
    ("serial number AKFF1Y_E1234_678", None, "s:AKFF1YE1234678"),
    ("SN AKFF-1Y0E-XXXX-5678", None, "s:AKFF1Y0EXXXX5678"),
    ("the label has rubbed off, all that's left is ...5678", None, ""),
    ("where do i find the SN on an A1263", None, "m:A1263"),
    ("Does the model A1263 have USB C or micro usb? 5V/2A input", None, "m:A1263"),
    ("Mine is a PowerCore 13000 not the 10000", None, ""),
    ("I have PowerCore II 10000", None, ""),
    ("Anker PowerCore+ 10050", None, ""),
    ("I have a galaxy s10 and iphone 12 mini, both get charged by it", None, ""),
    ("Bought 06/15/2018 at 3:45pm, $24.99", None, ""),
    ("It's 3 years old", None, ""),
    ("my email is jane.doe1985@gmail.com", None, ""),
    ("Ship to 1263 Maple Ave Apt 12B, Austin TX 78701", None, ""),
    ("Jane Doe, 4410 N 12th St, Phoenix AZ 85014-1234, 602-555-0134", None, ""),
    ("I paid with card 4111-1111-1111-1111", None, ""),
    ("thanks!!! u r gr8", None, ""),
    ("omg it's at 140F and hissing call 911??", None, ""),
    ("C3P0 and R2D2", None, ""),
    ("I work at 3M and drive an F150", None, ""),
    ("the code on the box X001ABC2DE", None, ""),
    ("LPN RRABC1234567", None, ""),
    ("my Amazon order 112-9876543-1234567 contained A1263", None, "m:A1263"),
    (
        "Order# 112-9876543-1234567\nModel# A1263\nSerial# AKFF1Y0E12345678\nPhone# "
        "303-555-0187", None,
        "m:A1263 s:AKFF1Y0E12345678"),
    (
        "Name: Bob Smith\nEmail: bob@x.com\nSN: akff1y0e12345678\nModel: a1263\nDate: "
        "2018-05-01", None,
        "s:AKFF1Y0E12345678 m:A1263"),
    ("sn - akff 1y0e 1234 5678 / model - a1263", None, "s:AKFF1Y0E12345678 m:A1263"),
    ("SN:AKFF1Y0E12345678Model:A1263", None, "s:AKFF1Y0E12345678MODEL m:A1263"),
    ("Model:A1263Input:5V=2A", None, "m:A1263INPUT"),
    ("a1263,akff1y0e12345678,black,2018", None, "m:A1263 s:AKFF1Y0E12345678"),
    ("A1263 | AKFF1Y0E12345678 | Amazon | 2018", None, "m:A1263 s:AKFF1Y0E12345678"),
    ("serial,model\nAKFF1Y0E12345678,A1263", None, "s:AKFF1Y0E12345678 m:A1263"),
    ("S/N\tModel\tPurchased\nGK2309880\tMXB008\t2023-05-01", None, "s:GK2309880 m:MXB008"),
    ("Serial No.: T8S0815KL1234", None, "s:T8S0815KL1234"),
    ("Toshiba, SN 1A2B3C0815D", None, "s:1A2B3C0815D"),
    ("milwaukee saw serial F87AG23120123", None, "s:F87AG23120123"),
    ("Ryobi serial LT21091D180001 is it in range", None, "s:LT21091D180001"),
    ("serial number is 15914-19203-88-7", None, "s:1591419203887"),
    ("serial 911123456", None, "s:911123456"),
    ("VIN 5YJSA1E26HF000337 model S", None, ""),
    ("the bank's SN is hard to read but I think B9C3W7PKLM20476R", None, "s:B9C3W7PKLM20476R"),
    ("I typed AKFF1Y0E12345678 into your form and it errors", None, "s:AKFF1Y0E12345678"),
    ("AKFF1Y0E12345678 <- this?", None, "s:AKFF1Y0E12345678"),
    ("sn:\n\nAKFF1Y0E12345678", None, "s:AKFF1Y0E12345678"),
    ("Serial (SN) AKFF1Y0E12345678", None, "s:AKFF1Y0E12345678"),
    ("serial number: \"B9C3 W7PK LM20 476R\"", None, "s:B9C3W7PKLM20476R"),
    ("SN«B9C3W7PKLM20476R»", None, "s:B9C3W7PKLM20476R"),
    ("no serial. model a1263", None, "m:A1263"),
    ("No, the model is A1647", None, "m:A1647"),
    ("I don't have a serial number but the order number is 112-9876543-1234567", None, ""),
    ("serial number? it's 57X0012", None, ""),
    ("that would be 57x 0012", "serial", "s:57X0012"),
    ("57X 0012 3456 789", "serial", "s:57X00123456789"),
    ("I think the SN is 000G21 but I'm not sure", "serial", "s:000G21"),
    ("there's only 4410 on it", "serial", "s:4410"),
    ("its the a1263 model", "serial", "m:A1263"),
    ("maybe A1263?", "model", "m:A1263"),
    ("It says 1263", "model", "m:1263"),
    ("i think it's the mxb008", "model", "m:MXB008"),
    ("Powercore 10K", "model", ""),
    ("not sure, the anker one from 2018", "model", ""),
    ("2151A", "model", "m:2151A"),
    (
        "hi there, got an email saying my power bank is dangerous? its the a1263 and i bought "
        "it june 2016", None,
        "m:A1263"),
    (
        "Anker A1263. Purchased 12/24/2018. Newegg order 298374651. SN AK7H2M9QX4LD83TZ.", None,
        "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("AK7H2M9QX4LD83TZ", None, "s:AK7H2M9QX4LD83TZ"),
    ("ak7h 2m9q x4ld 83tz", None, "s:AK7H2M9QX4LD83TZ"),
    ("sn ak7h2m9q x4ld83tz thx", None, "s:AK7H2M9QX4LD83TZ"),
    (
        "The sticker reads: Model A1263 / SN AK7H2M9QX4LD83TZ / Made in China", None,
        "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("I scanned the QR and got AK7H2M9QX4LD83TZ", None, "s:AK7H2M9QX4LD83TZ"),
    ("my kid's charger, model number a1263, exploded last night in his room", None, "m:A1263"),
    ("What does SN stand for?", None, ""),
    ("Model? Serial? I can't see either", None, ""),
    ("I have model number A 1 2 6 3", None, "m:A1263"),
    (
        "A1263. Serial AK7H-2M9Q-X4LD-83TZ. Colour black. Size 3.6 x 2.3 x 0.9 in", None,
        "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("Its weight is 180g and capacity 10000 mAh, 5V 2A in, 5V 2.4A out", None, ""),
    (
        "I purchased two units; serials: AK7H2M9QX4LD83TZ & B9C3W7PKLM20476R", None,
        "s:AK7H2M9QX4LD83TZ s:B9C3W7PKLM20476R"),
    (
        "serials are AK7H2M9QX4LD83TZ and B9C3W7PKLM20476R, both model A1263", None,
        "s:AK7H2M9QX4LD83TZ s:B9C3W7PKLM20476R m:A1263"),
    (
        "serial one: AK7H2M9QX4LD83TZ\nserial two: B9C3W7PKLM20476R", None,
        "s:AK7H2M9QX4LD83TZ s:B9C3W7PKLM20476R"),
    ("SN1: AK7H2M9QX4LD83TZ SN2: B9C3W7PKLM20476R", None, "s:AK7H2M9QX4LD83TZ s:B9C3W7PKLM20476R"),
    (
        "Serial #1 AK7H2M9QX4LD83TZ, serial #2 B9C3W7PKLM20476R", None,
        "s:AK7H2M9QX4LD83TZ s:B9C3W7PKLM20476R"),
    ("S/N(1) 57X0012 S/N(2) 57X0013", None, "s:57X0012 s:57X0013"),
    (
        "a1263 x 3 units, sn's AK7H2M9QX4LD83TZ B9C3W7PKLM20476R 9F4TK2WEX81LM60A", None,
        "m:A1263 s:AK7H2M9QX4LD83TZ s:B9C3W7PKLM20476R s:9F4TK2WEX81LM60A"),
    ("Model No A1263, Serial No AK7H2M9QX4LD83TZ", None, "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("model no.: a1263 serial no.: ak7h2m9qx4ld83tz", None, "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("Modell: A1263, Seriennummer: AK7H2M9QX4LD83TZ", None, "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("modelo A1263 número de serie AK7H2M9QX4LD83TZ", None, "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("modèle A1263 n° de série AK7H2M9QX4LD83TZ", None, "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("型号 A1263 序列号 AK7H2M9QX4LD83TZ", None, "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("модель А1263 серийный номер АК7Н2М9QХ4LD83ТZ", None, "m:A1263 s:AK7H2M9QX4LD83TZ"),
    (
        "so the letters are A, K, 7, H, 2, M, 9, Q, X, 4, L, D, 8, 3, T, Z", None,
        "s:AK7H2M9QX4LD83TZ"),
    ("A K seven H two M nine Q X four L D eight three T Z", None, "s:AK7H2M9QX4LD83TZ"),
    (
        "alpha kilo seven hotel two mike nine quebec x-ray four lima delta eight three tango "
        "zulu", None,
        "s:AK7H2M9QX4LD83TZ"),
    (
        "Alpha-Kilo-7-Hotel-2-Mike-9-Quebec-Xray-4-Lima-Delta-8-3-Tango-Zulu", None,
        "s:AK7H2M9QX4LD83TZ"),
    (
        "it reads ay kay seven aitch two em nine cue ex four ell dee eight three tee zed", None,
        "s:AK7H2M9QX4LD83TZ"),
    (
        "serial: A as in apple, K as in kangaroo, seven, H as in house, two, M as in mother, "
        "nine, Q as in queen, X as in xylophone, four, L as in lemon, D as in dog, eighty "
        "three, T as in tom, Z as in zebra", None,
        "s:AK7H2M9QX4LD83TZ"),
    ("a k 7 h, 2 m 9 q, x 4 l d, 8 3 t z", None, "s:AK7H2M9QX4LD83TZ"),
    ("first four are AK7H then 2M9Q then X4LD and last 83TZ", None, "s:AK7H s:2M9Q s:X4LD"),
    (
        "model a as in apple twelve sixty three serial alpha kilo seven hotel two mike nine "
        "quebec x ray four lima delta eight three tango zulu", None,
        "m:A1263 s:AK7H2M9QX4LD83TZ"),
    ("It's an A-twelve-sixty-three", None, "m:A1263"),
    ("the anker 'a sixteen forty seven'", None, "m:A1647"),
    ("a-seventeen-a-zero cooler", None, "m:A17A0"),
    ("model a one seven b zero", None, "m:A17B0"),
    ("double zero seven is my favorite movie", None, ""),
    ("I'm at one two three Main Street", None, ""),
    ("call me at five five five zero one four three", None, ""),
    ("my number is eight hundred nine eight eight seven nine seven three", None, ""),
    ("roger that alpha team", None, ""),
    ("Mike and Victor told me about India and November", None, ""),
    ("order one one two dash one two three four five six seven", None, ""),
    ("My code is 4821", None, ""),
    ("verification code 482193", None, ""),
    ("your OTP is 482193", None, ""),
    ("transaction id 8HG73649KD772911P", None, ""),
    ("PayPal 8HG73649KD772911P", None, "s:8HG73649KD772911P"),
    ("invoice # A1263", None, ""),
    ("Ticket ID: AK7H2M9QX4LD83TZ", None, ""),
    ("Ref AK7H2M9QX4LD83TZ", None, ""),
    ("case #AK7H2M9QX4LD83TZ", None, ""),
    ("case id 00482913 about my A1263", None, "m:A1263"),
    ("AK7H2M9QX4LD83TZ is the order id and A1263 is the model", None, "m:A1263"),
    ("tracking # AK7H2M9QX4LD83TZ", None, ""),
    ("FedEx 7712 3456 7890", None, ""),
    ("DHL JD014600003828392847", None, ""),
    ("LP00123456789012", None, "s:LP00123456789012"),
    ("EAN: 0848061012345 A1263", None, "m:A1263"),
    ("UPC 8-48061-01234-5, SN AK7H2M9QX4LD83TZ", None, "s:AK7H2M9QX4LD83TZ"),
    ("barcode number 848061012345", None, ""),
    ("FCC ID:2AB7K-A1263 SN:AK7H2M9QX4LD83TZ", None, "s:AK7H2M9QX4LD83TZ"),
    ("CMIIT ID: 2016DJ1234", None, ""),
    ("IC 23451-PB10000", None, ""),
    ("RoHS CE FC 10000mAh 37Wh Li-polymer", None, ""),
    ("CAN ICES-3(B)/NMB-3(B)", None, ""),
    ("ANSI/UL 2056, E485345", None, ""),
    ("Patent US9876543B2", None, ""),
    ("UN38.3 tested, PSE", None, ""),
    ("bluetooth 5.3, IPX7, IP67", None, ""),
    ("USB-C 3.1 Gen 2, 20V/5A, PD3.0, QC4+", None, ""),
    ("MicroUSB and Type-C", None, ""),
    ("Ryzen 5 3600X and RTX3080", None, ""),
    ("WH-1000XM4 headphones", None, ""),
    ("SM-G998B phone", None, ""),
    ("my laptop XPS15 9570", None, ""),
    ("MacBook Pro A2141", None, "m:A2141"),
    ("ThinkPad X1 Carbon 20HR", None, ""),
    ("kindle PW5", None, ""),
    ("T-Mobile bill 998271", None, ""),
    ("license plate 7ABC123", None, ""),
    ("passport number 560123456", None, ""),
    ("SSN 123-45-6789", None, ""),
    ("dob 04/12/1985", None, ""),
    ("reply 1 for yes 2 for no", None, ""),
    ("Step 3: press F12", None, ""),
    ("temp hit 45C / 113F", None, ""),
    ("$30 gift card or replacement?", None, ""),
    ("see page 12 section 4.2", None, ""),
    ("The 2nd gen one from 2017Q3", None, ""),
    ("Q4 2018", None, ""),
    ("batch 20170612A", None, ""),
    ("Lot: 35-22 SN: AK7H2M9QX4LD83TZ", None, "s:AK7H2M9QX4LD83TZ"),
    ("date code 1723 model AO10FK-A", None, "m:AO10FKA"),
    ("BISSELL model 2151A", None, "m:2151A"),
    ("IKEA VARMFRONT E2037 date 2318", None, "m:E2037"),
    ("Hover-1 Helix serial 15914", None, "s:15914"),
    ("LOL 100%!!!1!", None, ""),
    ("http://bit.ly/3xA1263", None, ""),
    ("my user is anker_fan_1263", None, ""),
    ("B0 19GJ LER8", None, ""),
    ("there are 3 dots and the letter A on it", None, ""),
    ("A 5000 unit batch", None, ""),
    ("does 'A1263' include colours like A1263011, A1263021?", None, "m:A1263 m:A1263 m:A1263"),
    ("not sure if it's A1263 or A1271 (print worn)", None, "m:A1263 m:A1271"),
    ("A1263 - SN unreadable", None, "m:A1263"),
    ("SN: N/A", None, ""),
    ("serial: none", None, ""),
    ("serial number: unknown", None, ""),
    ("SN: ????????", None, ""),
    ("S/N: xxxxxxxxxxxxxxxx", None, ""),
    ("GK 2309880", "serial", "s:GK2309880"),
    ("000H21.", "serial", "s:000H21"),
    ("its M2-123456", "serial", "s:M2123456"),
    ("yeah one sec", "serial", ""),
    ("0012345678", "serial", "s:0012345678"),
    ("two nine nine four five", "serial", "s:29945"),
    ("B as in boy 12 34 5", "serial", "s:B12345"),
    ("model is on the back?", "model", ""),
    ("the small one", "model", ""),
    ("ps61264", "model", "m:PS61264"),
    ("It is the SC607M clipper", "model", "m:SC607M"),
    ("n21743", "model", "m:N21743"),
    ("PAC1000 (Blackfire)", "model", "m:PAC1000"),
    ("🔋 A1263 🔋 SN➡️AKN40C7Y2905138X", None, "m:A1263 s:AKN40C7Y2905138X"),
    ("sn👉 akn40c7y2905138x 🙏", None, "s:AKN40C7Y2905138X"),
    ("<b>Model</b>: A1263<br>SN: AKN40C7Y2905138X", None, "m:A1263 s:AKN40C7Y2905138X"),
    ("<model>A1263</model><serial>AKN40C7Y2905138X</serial>", None, "m:A1263 s:AKN40C7Y2905138X"),
    ("Model......A1263\nS/N........AKN40C7Y2905138X", None, "m:A1263 s:AKN40C7Y2905138X"),
    (
        "MODEL - A1263\nSERIAL - AKN40C7Y2905138X\nDATE - 06/2018", None,
        "m:A1263 s:AKN40C7Y2905138X"),
    ("Model № A1263", None, "m:A1263"),
    ("Q: model? A: A1263. Q: serial? A: AKN40C7Y2905138X", None, "m:A1263 s:AKN40C7Y2905138X"),
    ("Agent: whats the SN? Me: AKN4 0C7Y 2905 138X", None, "s:AKN40C7Y2905138X"),
    (
        "wait typo, its AKN40C7Y2905138X not AKN40C7Y2905138Z", None,
        "s:AKN40C7Y2905138X s:AKN40C7Y2905138Z"),
    ("sorry I meant A1263 not A1236", None, "m:A1263 m:A1236"),
    ("A1263 (eh-twelve-sixty-three)", None, "m:A1263 m:A1263"),
    ("the a1263 one u know", None, "m:A1263"),
    ("do u replace A1263 bought in UK?", None, "m:A1263"),
    ("A1263 sold at Costco item 1263345", None, "m:A1263"),
    ("Amazon says 'Anker Portable Charger, PowerCore 10000mAh (model: A1263)'", None, "m:A1263"),
    (
        "Ordered on June 5, 2019 — Order No. 111-0000000-1111111 — Anker PowerCore 10000 "
        "Portable Charger", None,
        ""),
    ("Serial No (bottom edge) = AKN40C7Y2905138X", None, "s:AKN40C7Y2905138X"),
    ("serial number [AKN40C7Y2905138X]", None, "s:AKN40C7Y2905138X"),
    ("s/no AKN40C7Y2905138X", None, "s:AKN40C7Y2905138X"),
    ("S/No. : AKN40C7Y2905138X", None, "s:AKN40C7Y2905138X"),
    ("SNo AKN40C7Y2905138X", None, "s:AKN40C7Y2905138X"),
    ("ser no AKN40C7Y2905138X", None, "s:AKN40C7Y2905138X"),
    ("Serial#: AKN40 C7Y29 05138 X", None, "s:AKN40C7Y2905138X"),
    ("SN:AKN4 0C7Y 2905 138X, M:A1263", None, "s:AKN40C7Y2905138X m:A1263"),
    ("AKN40C7Y 2905138X A1263", None, "s:AKN40C7Y2905138X m:A1263"),
    ("A1263 akn40c7y 2905138x", None, "m:A1263 s:AKN40C7Y2905138X"),
    ("A1263 N22 white", None, "m:A1263"),
    ("a1263n22", None, "m:A1263"),
    ("A1263-016 black, A1263-026 white", None, "m:A1263 m:A1263"),
    ("A3102 black speaker SN AKN40C7Y2905138X", None, "m:A3102 s:AKN40C7Y2905138X"),
    ("A3302031/A3302011", None, "m:A3302 m:A3302"),
    ("Anker 321 Power Bank (PowerCore 5K) A1112, black", None, "m:A1112"),
    ("Anker 535 (A1366)", None, "m:A1366"),
    ("Zolo 20000 A1681 and A1689", None, "m:A1681 m:A1689"),
    ("MagGo 10K A1652 & A1642", None, "m:A1652 m:A1642"),
    ("everfrost 30 A17A0 w/ battery A17B0", None, "m:A17A0 m:A17B0"),
    ("A1257 (22.5W) / A1647 (20,000mAh, 22.5W)", None, "m:A1257 m:A1647"),
    ("model Belkin MMA008, serial 57X1234567890A", None, "m:MMA008 s:57X1234567890A"),
    ("Belkin BPB002 s/n 35S1234567890B", None, "m:BPB002 s:35S1234567890B"),
    ("my iWALK MXB008 has GK2310154 on it", None, "m:MXB008 s:GK2310154"),
    ("iWalk model DBL6000P serial no GK23081458", None, "m:DBL6000P s:GK23081458"),
    ("Baseus BS-30KP365 SN ends in D", None, "m:BS30KP365"),
    ("baseus model: PPCXM06", None, "m:PPCXM06"),
    ("INIU BI-B41 serial 000I21", None, "m:BIB41 s:000I21"),
    ("INIU SN:000L21 model:BI-B41", None, "s:000L21 m:BIB41"),
    ("Frigidaire EFMIS129-B serial VF34508449", None, "m:EFMIS129B s:VF34508449"),
    ("DR chainsaw model 41418 serial 0012345", None, "m:41418 s:0012345"),
    ("model numbers 414170, 414181 and 41418", None, "m:414170 m:414181 m:41418"),
    ("Bissell model 1985 and 19851", None, "m:1985 m:19851"),
    ("Greater Goods scale model 0480", None, "m:0480"),
    ("Apollo detector model 51000-600", None, "m:51000600"),
    ("SKIL battery BY8708-00 serial 911123456", None, "m:BY870800 s:911123456"),
    ("iStore IST-09991/W05", None, "m:IST09991W05"),
    ("Swagtron model SWGR5-V2-SLV", None, "m:SWGR5V2SLV"),
    ("Holosun HS503G-ACSS", None, "m:HS503GACSS"),
    ("Samurai smoke alarm model SM1", None, "m:SM1"),
    ("digital clock model PH-05", None, "m:PH05"),
    ("model nc-02 charger", None, "m:NC02"),
    ("model CE77021XEN0", None, "m:CE77021XEN0"),
    ("Razor Icon serial 31EK30-01 1234567", None, "s:31EK30011234567"),
    ("lookup WTU123AB4567C trek", None, "s:WTU123AB4567C"),
    ("serial # WTU123AB4567C", None, "s:WTU123AB4567C"),
    ("tracker boat serial 8029703", None, "s:8029703"),
    ("where is 8029703", None, ""),
    ("My name's Ann, I'm 42, living at 12 Oak Road, NY 10001.", None, ""),
    ("Reach me: ann_1985@mail.co.uk / 07700 900123", None, ""),
    ("Tel: +49 30 901820", None, ""),
    ("phone: 3035550187", None, ""),
    ("cell 303.555.0187 work 303.555.0188", None, ""),
    ("SMS me at 3035550187 please", None, ""),
    ("visa 4242 4242 4242 4242 exp 12/27 cvv 123", None, ""),
    ("amex 3782 822463 10005", None, ""),
    ("IBAN DE89370400440532013000", None, ""),
    ("routing number 021000021 account number 000123456789", None, ""),
    ("driver license D1234567", None, ""),
    ("order D01-9876543-1234567 from Amazon digital", None, ""),
    ("Ebay order 12-34567-89012", None, ""),
    ("Walmart order 2000123-45678901", None, ""),
    ("Order #AK7H2M9QX4LD83TZ placed 2018", None, ""),
    ("PO 4500123456", None, ""),
    ("RMA# AK7H2M9Q", None, ""),
    ("return authorization AK7H2M9Q12", None, ""),
    ("confirmation: AK7H2M9Q", None, ""),
    ("promo code SAVE20NOW", None, ""),
    ("coupon ANKER2024OFF", None, ""),
    ("my wifi password is Tr0ub4dor123", None, ""),
    ("git commit 3f2a9b7c1d4e5f60718293a4b5c6d7e8f9012345", None, ""),
    ("error code 0x80070057", None, ""),
    ("error E101 on screen", None, ""),
    ("CVE-2024-49375", None, ""),
    ("ISO9001 certified", None, ""),
    ("it's 5:45 PM on 12 June", None, ""),
    ("2019-03 maybe 2019/04", None, ""),
    ("I got it in Q2 of FY2019", None, ""),
    ("between 1 Jan 2016 and 30 Oct 2019", None, ""),
    ("around 20% battery then 104 degrees", None, ""),
    ("lat 39.7392 long -104.9903", None, ""),
    ("10x worse than my 20,100 mAh one", None, ""),
    ("PowerCore 20100, PowerCore 15600 and PowerCore+ 26800", None, ""),
    ("PowerCore Essential 20000 PD", None, ""),
    ("Anker Nano 30W, Anker 737, Anker Prime 27,650mAh", None, ""),
    ("Anker PowerCore III 10K Wireless", None, ""),
    ("iPhone XS Max, iPhone 8, iPad Air 2, Pixel 6a, S21 FE, Note 20", None, ""),
    ("Nintendo Switch OLED & PS5", None, ""),
    ("AAAAAAAAAAAAAAAAAAAAA help", None, ""),
    ("HAHAHAHA 2020 was wild", None, ""),
    ("No1 cares about cust0mers", None, ""),
    ("can u pls cal me b4 5pm 2day", None, ""),
    ("w8 what", None, ""),
    ("AKFF****5678 is what i see", None, "s:AKFF****5678"),
    ("SN AKFF1Y0E1234 (last 4 unreadable)", None, "s:AKFF1Y0E1234"),
    ("serial number starts 57X", None, "s:57X"),
    ("it begins with AKN40 and ends with 138X", None, "s:AKN40 s:138X"),
    ("The first eight characters are AKN40C7Y", None, "s:AKN40C7Y"),
    ("second half 2905138X", "serial", "s:2905138X"),
    ("only the last six: 05138X", "serial", "s:05138X"),
    ("AKN40C7Y29 and then it's scratched", "serial", "s:AKN40C7Y29"),
    ("the model ends in 63", "model", ""),
    ("A12?3", "model", "m:A12*3"),
    (
        "Dear Sir or Madam, I am the owner of an Anker PowerCore (Model A1263, S/N "
        "7QW3E5R8T1Y6U4P2) which I purchased on 14/02/2018.", None,
        "m:A1263 s:7QW3E5R8T1Y6U4P2"),
    ("7qw3 e5r8 t1y6 u4p2???", None, "s:7QW3E5R8T1Y6U4P2"),
    ("7qw3e5r8 t1y6u4p2 - is this one on the list", None, "s:7QW3E5R8T1Y6U4P2"),
    ("number on mine = 7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("Pls check SN.7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("S / N : 7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("sn;7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("SN,7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("Serial numbr 7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("Serialnumber:7QW3E5R8T1Y6U4P2 Modelnumber:A1263", None, "s:7QW3E5R8T1Y6U4P2 m:A1263"),
    ("srl no 7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("the S.N is 57X9988776", None, "s:57X9988776"),
    ("serial n° 57X9988776", None, "s:57X9988776"),
    ("serial num 57X9988776", None, "s:57X9988776"),
    ("its serial would be 57X9988776 if i read it right", None, "s:57X9988776"),
    ("I believe the serial number to be 57X9988776", None, "s:57X9988776"),
    ("for the serial i got 57X9988776", None, "s:57X9988776"),
    ("serial number (on the bottom): 57X9988776", None, "s:57X9988776"),
    ("Serial number, which is on the back, is 57X9988776", None, "s:57X9988776"),
    ("the serial number below the model A1263 is 57X9988776", None, "m:A1263 s:57X9988776"),
    ("serial 57x 998 8776", None, "s:57X9988776"),
    ("serial 57x-998-8776 model bpd005", None, "s:57X9988776 m:BPD005"),
    ("model bpd005, purchased in 2024", None, "m:BPD005"),
    ("the model says BPD005", None, "m:BPD005"),
    ("Model (on the back): BPD005", None, "m:BPD005"),
    ("model # is mma008", None, "m:MMA008"),
    ("model = 2G512B", None, "m:2G512B"),
    ("model's A1263", None, "m:A1263"),
    ("modelnr. A1263", None, "m:A1263"),
    ("M/N:BI-B41 S/N:000H21", None, "m:BIB41 s:000H21"),
    ("P/N A1263 S/N 7QW3E5R8T1Y6U4P2", None, "m:A1263 s:7QW3E5R8T1Y6U4P2"),
    ("P/N 01-2234-99 S/N 7QW3E5R8T1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("part no: 77812 serial no: 998877665", None, "s:998877665"),
    ("A1263, A1263 and another A1263", None, "m:A1263 m:A1263 m:A1263"),
    (
        "Here are all four: 7QW3E5R8T1Y6U4P2 / AK7H2M9QX4LD83TZ / AKN40C7Y2905138X / "
        "AKFF1Y0E12345678", None,
        "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ s:AKN40C7Y2905138X s:AKFF1Y0E12345678"),
    (
        "7QW3E5R8T1Y6U4P2\n\nAK7H2M9QX4LD83TZ\n\nAKN40C7Y2905138X", None,
        "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ s:AKN40C7Y2905138X"),
    (
        "black: 7QW3E5R8T1Y6U4P2, white: AK7H2M9QX4LD83TZ", None,
        "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ"),
    (
        "Mine 7QW3E5R8T1Y6U4P2; wife's AK7H2M9QX4LD83TZ", None,
        "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ"),
    ("1 - 7QW3E5R8T1Y6U4P2\n2 - AK7H2M9QX4LD83TZ", None, "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ"),
    ("#1: 7QW3E5R8T1Y6U4P2 #2: AK7H2M9QX4LD83TZ", None, "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ"),
    ("7QW3 E5R8 T1Y6 U4P2, AK7H 2M9Q X4LD 83TZ", None, "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ"),
    ("7QW3 E5R8 T1Y6 U4P2 and AK7H 2M9Q X4LD 83TZ", None, "s:7QW3E5R8T1Y6U4P2 s:AK7H2M9QX4LD83TZ"),
    (
        "A1263 7QW3 E5R8 T1Y6 U4P2 A1263 AK7H 2M9Q X4LD 83TZ", None,
        "m:A1263 s:7QW3E5R8T1Y6U4P2 m:A1263 s:AK7H2M9QX4LD83TZ"),
    (
        "Product\tModel\tSN\nPowerCore 10000\tA1263\t7QW3E5R8T1Y6U4P2\nPowerCore "
        "10000\tA1263\tAK7H2M9QX4LD83TZ", None,
        "m:A1263 s:7QW3E5R8T1Y6U4P2 m:A1263 s:AK7H2M9QX4LD83TZ"),
    (
        "qty,model,sn\n1,BPD005,57V1234567\n2,BPB002,35S7654321", None,
        "m:BPD005 s:57V1234567 m:BPB002 s:35S7654321"),
    ("sn,order\n57V1234567,112-1234567-1234567\n", None, "s:57V1234567"),
    (
        "Serial | Order\n57V1234567 | 99887766\n35S7654321 | 55443322", None,
        "s:57V1234567 s:35S7654321"),
    ("seven Q W three E five R eight T one Y six U four P two", None, "s:7QW3E5R8T1Y6U4P2"),
    (
        "seven quebec whiskey three echo five romeo eight tango one yankee six uniform four "
        "papa two", None,
        "s:7QW3E5R8T1Y6U4P2"),
    (
        "Serial starts seven Q W three, then E five R eight, then T one Y six, finally U four "
        "P two", None,
        "s:7QW3E5R8T1Y6U4P2"),
    (
        "seven, q as in queen, w as in william, three, e as in edward, five, r as in robert, "
        "eight, t as in thomas, one, y as in young, six, u as in union, four, p as in paul, two",
        None,
        "s:7QW3E5R8T1Y6U4P2"),
    (
        "7 Q for queen W for water 3 E for egg 5 R for rain 8 T for tea 1 Y for yes 6 U for "
        "umbrella 4 P for pop 2", None,
        "s:7QW3E5R8T1Y6U4P2"),
    ("its a one two six three", None, "m:A1263"),
    ("it is model A sixteen fifty two", None, "m:A1652"),
    ("A twelve fifty seven or A sixteen eighty one", None, "m:A1257 m:A1681"),
    ("says A, one, two, six, three", None, "m:A1263"),
    ("Ａ１２６３\u3000ＳＮ\u3000７ＱＷ３Ｅ５Ｒ８Ｔ１Ｙ６Ｕ４Ｐ２",
        None,
        "m:A1263 s:7QW3E5R8T1Y6U4P2"),
    ("A\u20111263 SN 7QW3\u2011E5R8\u2011T1Y6\u2011U4P2", None, "m:A1263 s:7QW3E5R8T1Y6U4P2"),
    ("S\u200bN: 7QW3E5R8\u200dT1Y6U4P2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("ЅΝ: 7QW3Е5R8Т1Υ6U4Р2", None, "s:7QW3E5R8T1Y6U4P2"),
    ("SN: 7QW3E5R8T1Y6U4P2\u200f, ok", None, "s:7QW3E5R8T1Y6U4P2"),
    (
        "7QW3E5R8T1Y6U4P2\tA1263\r\nAK7H2M9QX4LD83TZ\tA1263", None,
        "s:7QW3E5R8T1Y6U4P2 m:A1263 s:AK7H2M9QX4LD83TZ m:A1263"),
    ("Sent from my iPhone 13", None, ""),
    ("-- \nBob Jones\n555-867-5309\n1600 Pennsylvania Ave NW, Washington DC 20500", None, ""),
    ("On Jun 12, 2025, at 10:02 AM, Anker <support@anker.com> wrote:", None, ""),
    ("Case: 05512345 [ ref:_00D30abc._5003xyz:ref ]", None, ""),
    (
        "Amazon.com order of PowerCore 10000, ASIN: B019GJLER8, sold by AnkerDirect, $25.99", None,
        ""),
    ("I called 1 800 988 7973 at 9am PT", None, ""),
    ("they said 5-7 business days, it's been 10", None, ""),
    ("only 2 lights out of 4 come on", None, ""),
    ("my son (age 12) burned 2 fingers", None, ""),
    ("911 or 112?", None, ""),
    ("how many mAh is A1263? 10,000?", None, "m:A1263"),
    ("does TSA allow 100Wh? mine's 37Wh", None, ""),
    ("I moved: old 44 Pine Rd Boise ID 83702, new 9 Lake Dr Reno NV 89501-2201", None, ""),
    ("tracking JD0146000038283 or 92748999 what", None, ""),
    ("USPS 92612999943438000000000012", None, ""),
    ("UPS 1z12345e0205271688 arrived", None, ""),
    ("amzn order 7QW3E5R8T1Y6U4P2", None, ""),
    ("Booking reference 7QW3E5", None, ""),
    ("I got a 25% discount w code POWER25", None, ""),
    ("CPSC recall 25338, press release 25-338", None, ""),
    ("recall # 25-466 vs 25-011", None, ""),
    ("NHTSA 24V-123", None, ""),
    ("My TV is a UN55NU7100, my fridge a RF28R7351SR", None, "s:UN55NU7100 s:RF28R7351SR"),
    ("the replaced part PN 55-1234", None, ""),
    ("Item: B07S829LBX", None, ""),
    ("serial number begins with AK, that's all I can see", None, ""),
    ("number is 7QW3....U4P2", None, "s:7QW3*U4P2"),
    ("SN 7QW3…U4P2", None, "s:7QW3*U4P2"),
    ("SN: 7QW3E5R8********", None, "s:7QW3E5R8********"),
    ("7QW3E5R8########", "serial", "s:7QW3E5R8"),
    ("the last digits are U4P2", "serial", "s:U4P2"),
    ("12 34 56", "serial", "s:123456"),
    ("A12-3456", "serial", "s:A123456"),
    ("it's written 17L 0012345 678", "serial", "s:17L0012345678"),
    ("i can see 000G21", "serial", "s:000G21"),
    ("no label at all", "serial", ""),
    ("i threw it away in 2021", "serial", ""),
    ("can I send a photo instead?", "serial", ""),
    ("it's on my other charger, give me 5 min", "serial", ""),
    ("3 of them", "serial", ""),
    ("I have 2 of these", "model", ""),
    ("The 10,000 one", "model", ""),
    ("anker 321", "model", ""),
    ("mod MXB008", "model", "m:MXB008"),
    ("2g505", "model", "m:2G505"),
    ("W1056", "model", "m:W1056"),
    ("e33a", "model", "m:E33A"),
    ("ZHX-PB21", "model", "m:ZHXPB21"),
    ("its written PowerCore10000 A1263", "model", "m:A1263"),
    (
        "help!! my powerbank A1263 caught fire, sn AK3N8Q0T5W2Z6B4L",
        None,
        "m:A1263 s:AK3N8Q0T5W2Z6B4L"),
    (
        "The model is A1263 and the serial is AK3N8Q0T5W2Z6B4L, I bought it on Amazon in "
        "August 2017 for $25.99.",
        None,
        "m:A1263 s:AK3N8Q0T5W2Z6B4L"),
    (
        "im looking at the bottom it says A1263 then below SN:AK3N8Q0T5W2Z6B4L",
        None,
        "m:A1263 s:AK3N8Q0T5W2Z6B4L"),
    ("AK3N8Q0T5W2Z6B4L. That's the number", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("Is serial # AK3N-8Q0T-5W2Z-6B4L part of recall 25-338?", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("ak3n8q0t 5w2z6b4l", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("Ak3n 8q0t 5w2z 6b4l", None, "s:AK3N8Q0T5W2Z6B4L"),
    (
        "I tried AK3N8Q0T5W2Z6B4L on anker.com/product-recalls and it said not affected",
        None,
        "s:AK3N8Q0T5W2Z6B4L"),
    (
        "my order id is 113-5557777-9998888 and serial AK3N8Q0T5W2Z6B4L",
        None,
        "s:AK3N8Q0T5W2Z6B4L"),
    ("tracking no. 9400111899223197428490 for the replacement", None, ""),
    ("I got claim RC-7K3P-9FTX-4MTA yesterday, A1263", None, "m:A1263"),
    (
        "Hi, I have an Anker PowerCore 10000 (A1263) and also a PowerCore 20100 (A1271)",
        None,
        "m:A1263 m:A1271"),
    ("It's the 10000 model not the 20000", None, ""),
    ("the label says PowerCore 10000 and nothing else", None, ""),
    ("A1263 from 2016, works fine at 5V/2.4A", None, "m:A1263"),
    ("I'd say it's an A1263, 90% sure", None, "m:A1263"),
    ("a1263 or A1264 cant tell", None, "m:A1263 m:A1264"),
    (
        "Serial: AK3N8Q0T5W2Z6B4L (black), AK7H2M9QX4LD83TZ (white)",
        None,
        "s:AK3N8Q0T5W2Z6B4L s:AK7H2M9QX4LD83TZ"),
    (
        "1st: AK3N8Q0T5W2Z6B4L\n2nd: AK7H2M9QX4LD83TZ",
        None,
        "s:AK3N8Q0T5W2Z6B4L s:AK7H2M9QX4LD83TZ"),
    (
        "Power bank #1 SN AK3N8Q0T5W2Z6B4L, power bank #2 SN AK7H2M9QX4LD83TZ",
        None,
        "s:AK3N8Q0T5W2Z6B4L s:AK7H2M9QX4LD83TZ"),
    (
        "two chargers both A1263: AK3N 8Q0T 5W2Z 6B4L + AK7H 2M9Q X4LD 83TZ",
        None,
        "m:A1263 s:AK3N8Q0T5W2Z6B4L s:AK7H2M9QX4LD83TZ"),
    (
        "model;serial\nA1263;AK3N8Q0T5W2Z6B4L\nA1263;AK7H2M9QX4LD83TZ",
        None,
        "m:A1263 s:AK3N8Q0T5W2Z6B4L m:A1263 s:AK7H2M9QX4LD83TZ"),
    (
        "Serial number,Model number,Date of purchase\nAK3N8Q0T5W2Z6B4L,A1263,2017-08-01",
        None,
        "s:AK3N8Q0T5W2Z6B4L m:A1263"),
    (
        "A as in Adam, K as in Kevin, 3, N as in Nancy, 8, Q as in Queen, 0, T as in Tom, "
        "5, W as in William, 2, Z as in Zebra, 6, B as in Bob, 4, L as in Larry",
        None,
        "s:AK3N8Q0T5W2Z6B4L"),
    (
        "alpha kilo three november eight quebec zero tango five whiskey two zulu six bravo "
        "four lima",
        None,
        "s:AK3N8Q0T5W2Z6B4L"),
    ("a k three n eight q zero t five w two z six b four l", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("It is a-k-3-n-8-q-0-t-5-w-2-z-6-b-4-l", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("A K 3 N dash 8 Q 0 T dash 5 W 2 Z dash 6 B 4 L", None, "s:AK3N8Q0T5W2Z6B4L"),
    (
        "serial number alpha, kilo, three, november; eight, quebec, zero, tango; five, "
        "whiskey, two, zulu; six, bravo, four, lima",
        None,
        "s:AK3N8Q0T5W2Z6B4L"),
    ("capital A K 3 N 8 Q zero T 5 W 2 Z 6 B 4 L", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("the model number is A, one-two-six-three", None, "m:A1263"),
    ("model A twelve six three", None, "m:A1263"),
    ("eh twelve sixty three", None, "m:A1263"),
    ("my SN ends 6B4L", None, "s:6B4L"),
    ("Starts with AK3N, the middle is scratched, ends with 6B4L", None, "s:AK3N s:6B4L"),
    ("AK3N8Q0T then unreadable", None, "s:AK3N8Q0T"),
    ("SN: AK3N8Q0T5W2?????", None, "s:AK3N8Q0T5W2"),
    ("SN AK3N 8Q0T XXXX XXXX", None, "s:AK3N8Q0TXXXXXXXX"),
    ("SN: AK3N_8Q0T_5W2Z_6B4L", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("the s/n is *AK3N8Q0T5W2Z6B4L*", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("SN:'AK3N8Q0T5W2Z6B4L'", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("~AK3N8Q0T5W2Z6B4L~", None, "s:AK3N8Q0T5W2Z6B4L"),
    ("SN=AK3N8Q0T5W2Z6B4L&model=A1263", None, "s:AK3N8Q0T5W2Z6B4L m:A1263"),
    ("I have ten of them, all A1263", None, "m:A1263"),
    ("is A1263/A1271 on the list", None, "m:A1263 m:A1271"),
    ("What about A1229, A1214 and A1215?", None, "m:A1229 m:A1214 m:A1215"),
    ("model: A1263. serial: don't know. order: 113-5557777-9998888", None, "m:A1263"),
    ("SN 0123456789", None, "s:0123456789"),
    ("Belkin model PB0003 any serial", None, "m:PB0003"),
    ("Belkin BoostCharge BPB002", None, "m:BPB002"),
    ("iwalk link me dbl6000p", None, "m:DBL6000P"),
    ("VRURC portable charger OD-B7 10000mAh", None, "m:ODB7"),
    ("casely power pod E33A 5000mAh", None, "m:E33A"),
    ("ESR 2G520, 2G505B", None, "m:2G520 m:2G505B"),
    ("bambu lab A1 printer", None, ""),
    ("segway ninebot serial N4GSD2308C0001", None, "s:N4GSD2308C0001"),
    ("Trek bike serial WTU 285 XA 0123 M", None, "s:WTU285XA0123M"),
    ("serial 20F 1234567 890", None, "s:20F1234567890"),
    ("S/N: RG23125N250001", None, "s:RG23125N250001"),
    ("Toshiba adapter serial T8A30815123456", None, "s:T8A30815123456"),
    ("HP battery barcode 6BZLU00A1B2C3D", None, ""),
    ("lot code C14-P6", None, ""),
    ("myCharge date code 2322", None, ""),
    ("I live in apartment 1263, phone (303) 555-0143", None, ""),
    ("ZIP: 80202. Phone: 303 555 0143. Email: a1263@mail.com", None, ""),
    ("Order placed: Aug 3, 2017. Order # 113-5557777-9998888. Total: $26.99", None, ""),
    ("my case number is AK3N8Q0T5W2Z6B4L", None, ""),
    ("confirmation AK3N8Q0T5W2Z6B4L", None, ""),
    ("see attachment IMG_20250612_101530.jpg", None, ""),
    ("IMG_1263.HEIC", None, ""),
    ("screenshot DSC01263.JPG", None, ""),
    ("https://m.media-amazon.com/images/I/61AK3N8Q0T5.jpg", None, ""),
    ("@anker A1263 #recall #A1263", None, "m:A1263 m:A1263"),
    ("ok thx bye", None, ""),
    ("STOP", None, ""),
    ("agent please", None, ""),
    ("100% sure it's not that one", None, ""),
    ("Can I take it on flight UA1263 tomorrow?", None, ""),
    ("room A1263 in the building", None, ""),
    ("It weighs 6.3oz / 180 g, 3.6 x 2.3 x 0.9 in", None, ""),
    ("I charged 2 iPhones 14 times each", None, ""),
    ("Bought 2x on 11/24/17 for $39.98", None, ""),
    ("between 9am-5pm PT call 800-988-7973 ext 1263", None, ""),
    ("I'm 65 and don't understand any of this", None, ""),
    ("my grandson's thing with 4 blue dots", None, ""),
    ("ICR18650 cells", None, "s:ICR18650"),
    ("mfg date 2016W32", None, ""),
    ("Output 5V=3A 9V=2.22A 12V=1.67A 20W Max", None, ""),
    ("rated capacity: 5800mAh (5V/2.4A)", None, ""),
    ("AK3N8Q0T5W2Z6B4L", "model", "s:AK3N8Q0T5W2Z6B4L"),
    ("AK3N 8Q0T", "serial", "s:AK3N8Q0T"),
    ("it might be 35S1234567890B", "serial", "s:35S1234567890B"),
    ("35 S 12345", "serial", "s:35S12345"),
    ("sure: 1234567", "serial", "s:1234567"),
    ("1234567 or 1234568", "serial", "s:1234567 s:1234568"),
    ("the 2nd line says 000L21", "serial", "s:000L21"),
    ("it's the white one I got in 2020", "serial", ""),
    ("it's at home, will check at 5pm", "serial", ""),
    ("800-988-7973", "serial", ""),
    ("80202", "serial", "s:80202"),
    ("Model 2151", "model", "m:2151"),
    ("says model no 51000-600", "model", "m:51000600"),
    ("BIB41", "model", "m:BIB41"),
    ("13000", "model", ""),
    ("powercore slim", "model", ""),
    ("1263?", "model", "m:1263"),
    ("one two six three", "model", "m:1263"),
    ("Hey so I've got this little Anker brick, bottom says A1263. Recalled?", None, "m:A1263"),
    ("serial AKP6M2X8R4C1V9D7 model unknown", None, "s:AKP6M2X8R4C1V9D7"),
    ("model # A1263, S/N # AKP6M2X8R4C1V9D7, DOP 7/4/2017", None, "m:A1263 s:AKP6M2X8R4C1V9D7"),
    ("it's AKP6 M2X8 R4C1 V9D7 I double checked", None, "s:AKP6M2X8R4C1V9D7"),
    ("I wrote down akp6-m2x8-r4c1-v9d7 on paper", None, "s:AKP6M2X8R4C1V9D7"),
    (
        "Not sure about one digit: AKP6M2X8R4C1V9D7 or AKP6M2X8R4C1V9O7",
        None,
        "s:AKP6M2X8R4C1V9D7 s:AKP6M2X8R4C1V9O7"),
    ("AKP6M2X8R4C1V9D7 said invalid on your site!!", None, "s:AKP6M2X8R4C1V9D7"),
    ("The QR opens http://anker.com/q?sn=AKP6M2X8R4C1V9D7", None, ""),
    (
        "A1263 / AKP6M2X8R4C1V9D7 / order 111-2223334-5556667 / zip 10001",
        None,
        "m:A1263 s:AKP6M2X8R4C1V9D7"),
    (
        "to whom it may concern: unit model A-1263, serial AKP6M2X8-R4C1V9D7",
        None,
        "m:A1263 s:AKP6M2X8R4C1V9D7"),
    ("where is the model number on the PowerCore 10000?", None, ""),
    ("I have 3 Anker banks: A1263, A1229 and a 20K one", None, "m:A1263 m:A1229"),
    ("model A1263, colour: black, capacity: 10000mAh, weight: 180g", None, "m:A1263"),
    (
        "alpha kilo papa six mike two x-ray eight romeo four charlie one victor nine delta "
        "seven",
        None,
        "s:AKP6M2X8R4C1V9D7"),
    ("a k p 6 m 2 x 8 r 4 c 1 v 9 d 7", None, "s:AKP6M2X8R4C1V9D7"),
    (
        "ok: A for alpha, K for kilo, P for papa, 6, M for mike, 2, X for x-ray, 8, R for "
        "romeo, 4, C for charlie, 1, V for victor, 9, D for delta, 7",
        None,
        "s:AKP6M2X8R4C1V9D7"),
    ("a. k. p. 6. m. 2. x. 8. r. 4. c. 1. v. 9. d. 7.", None, "s:AKP6M2X8R4C1V9D7"),
    (
        "letter A letter K letter P six M two X eight R four C one V nine D seven",
        None,
        "s:AKP6M2X8R4C1V9D7"),
    ("AKP six M two X eight R four C one V nine D seven", None, "s:AKP6M2X8R4C1V9D7"),
    ("serial ending V9D7", None, "s:V9D7"),
    ("last four V9D7 of the serial", None, "s:V9D7"),
    ("SN AKP6M2X8....", None, "s:AKP6M2X8"),
    ("it's AKP6*M2X8*R4C1*V9D7", None, "s:AKP6M2X8R4C1V9D7"),
    (
        "Model:\tA1263\nS/N:\tAKP6M2X8R4C1V9D7\nFCC ID:\t2AOKB-A1263",
        None,
        "m:A1263 s:AKP6M2X8R4C1V9D7"),
    (
        "Item | Model | Serial\nBank | A1263 | AKP6M2X8R4C1V9D7",
        None,
        "m:A1263 s:AKP6M2X8R4C1V9D7"),
    ("serial,AKP6M2X8R4C1V9D7\nmodel,A1263", None, "s:AKP6M2X8R4C1V9D7 m:A1263"),
    ("\"model\",\"serial\"\n\"A1263\",\"AKP6M2X8R4C1V9D7\"", None, "m:A1263 s:AKP6M2X8R4C1V9D7"),
    ("model: 'BI-B41', serial: '000G21'", None, "m:BIB41 s:000G21"),
    ("Baseus PPCXM06 and PPCXW06", None, "m:PPCXM06 m:PPCXW06"),
    ("my iwalk says mxb008 gk2310154", None, "s:GK2310154"),
    ("serial no gk2310154 / gk2310155", None, "s:GK2310154 s:GK2310155"),
    ("can't find GK2310154 in your list", None, "s:GK2310154"),
    ("Belkin: MMA008. SN 57X1234567890A", None, "m:MMA008 s:57X1234567890A"),
    ("order no. 113-1112223-4445556, purchased 2019-07-15, PowerCore 10000", None, ""),
    ("Order ID AKP6M2X8R4C1V9D7", None, ""),
    ("the order confirmation number is AKP6M2X8R4C1V9D7", None, ""),
    ("my receipt shows 4410-2291-883", None, ""),
    ("phone 5550143 or 3035550143", None, ""),
    ("I'll be at 1263 Elm until 6pm", None, ""),
    ("size 10 x 6 x 2 cm, 0.4 lb", None, ""),
    ("the A/C is set to 72F", None, ""),
    ("it's rated 5V 2.1A max 10.5W", None, ""),
    ("PowerCore 10000 PD Redux, PowerCore Lite 10000", None, ""),
    ("Samsung S10+, Moto G7, Redmi Note 8", None, ""),
    ("B07QXV6N1B is the asin", None, ""),
    ("what's A1263's replacement? A1388?", None, "m:A1263 m:A1388"),
    ("A1263: yes. A1266: no?", None, "m:A1263 m:A1266"),
    ("my claim number RC 3479 ACEF HJKM", None, ""),
    ("do you ship to PO Box 1263", None, ""),
    ("battery at 3.7V 10Ah", None, ""),
    ("THANK YOU SO MUCH GOD BLESS", None, ""),
    ("model? A1263 serial? AKP6M2X8R4C1V9D7", None, "m:A1263 s:AKP6M2X8R4C1V9D7"),
    (
        "AKP6M2X8R4C1V9D7 (A1263), AK7H2M9QX4LD83TZ (A1263)",
        None,
        "s:AKP6M2X8R4C1V9D7 m:A1263 s:AK7H2M9QX4LD83TZ m:A1263"),
    ("série AKP6M2X8R4C1V9D7", None, "s:AKP6M2X8R4C1V9D7"),
    (
        "Ich habe A1263, Seriennr. AKP6M2X8R4C1V9D7, gekauft am 12.06.2018",
        None,
        "m:A1263 s:AKP6M2X8R4C1V9D7"),
    ("AKP6 M2X8 R4C1 V9", "serial", "s:AKP6M2X8R4C1V9"),
    ("57x-00-12", "serial", "s:57X0012"),
    ("no. 000L21", "serial", "s:000L21"),
    ("it says 'made in china' only", "serial", ""),
    ("9", "serial", ""),
    ("no number", "serial", ""),
    ("00H21B ok?", "serial", "s:00H21B"),
    ("A1642!", "model", "m:A1642"),
    ("esr 2g505", "model", "m:2G505"),
    ("MODEL IS PB0003", "model", "m:PB0003"),
    ("10k", "model", ""),
]  # fmt: skip

LINES: list[tuple[str, Asked, str]] = [
    *((text, None, want) for table in (LABELLED, FORMATS, MODELS, SPOKEN, PASTED, PARTIAL)
      for text, want in table),
    *((text, None, "") for text in NEVER),
    *((text, "serial", want) for text, want in ASKED_SERIAL),
    *((text, "model", want) for text, want in ASKED_MODEL),
    *VOICES,
]  # fmt: skip


def shown(found: list[Identifier]) -> str:
    """What was read, written like the tables."""
    return " ".join(f"{each.kind[0]}:{each.value}" for each in found)


@pytest.mark.parametrize(("text", "asked", "want"), LINES)
def test_line(text: str, asked: Asked, want: str) -> None:
    found = read_identifiers(text, asked=asked)
    assert shown(found) == want
    assert all(each.raw == text[each.start : each.end] for each in found)


def test_the_tables_are_large_and_have_no_line_twice() -> None:
    assert len(LINES) >= 350
    assert len({line[:2] for line in LINES}) == len(LINES)


@pytest.mark.parametrize(
    ("text", "value", "suffix", "raw"),
    [
        ("my A1263N12 black", "A1263", "N12", "A1263N12"),
        ("A1263011", "A1263", "011", "A1263011"),
        ("A1263/011", "A1263", "011", "A1263/011"),
        ("A1263 N22", "A1263", "N22", "A1263 N22"),
        ("A3102016", "A3102", "016", "A3102016"),
        ("a1263", "A1263", "", "a1263"),
        ("two A1263s here", "A1263", "", "A1263"),
        ("model EFMIS129-B", "EFMIS129B", "", "EFMIS129-B"),
        ("A17A0", "A17A0", "", "A17A0"),
    ],
)
def test_suffix_of_a_model(text: str, value: str, suffix: str, raw: str) -> None:
    (found,) = read_identifiers(text)
    assert (found.kind, found.value, found.suffix, found.raw) == ("model", value, suffix, raw)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("AKFF 1Y0E 1234 5678 9", "AKFF1Y0E123456789"),
        ("AKFF 1Y0E 1234 5678 9 is the serial", "AKFF1Y0E123456789"),
        ("A1263 AKFF 1Y0E 1234 5678 9", "AKFF1Y0E123456789"),
        ("serial AKFF 1Y0E 1234 5678 90", "AKFF1Y0E1234567890"),
        ("AKFF 1Y0E 1234 5678 9012", "AKFF1Y0E123456789012"),
        ("SN AKFF1Y0E 123456789", "AKFF1Y0E123456789"),
        ("a k f f 1 y 0 e 1 2 3 4 5 6 7 7 8", "AKFF1Y0E123456778"),
        ("SN: a k f f 1 y 0 e 1 2 3 4 5 6 7 7 8", "AKFF1Y0E123456778"),
    ],
)
def test_a_serial_that_is_too_long_is_not_cut_to_its_usual_length(text: str, want: str) -> None:
    assert [i.value for i in read_identifiers(text) if i.kind == "serial"] == [want]


@pytest.mark.parametrize(
    "text",
    [
        "AKFF 1Y0E 1234 5678 9 units",
        "AKFF 1Y0E 1234 5678 2 of them",
        "AKFF 1Y0E 1234 5678, 2 of them",
        "AKFF 1Y0E 1234 5678 x2",
        "AKFF 1Y0E 1234 5678 36Wh",
        "AKFF 1Y0E 1234 5678 2023",
        "AKFF 1Y0E 1234 5678 | 2",
        "Jane AKFF 1Y0E 1234 5678",
        "1263 AKFF 1Y0E 1234 5678",
        "a k f f 1 y 0 e 1 2 3 4 5 6 7 8 a friend gave me",
        "a k f f 1 y 0 e 1 2 3 4 5 6 7 8 two of them",
    ],
)
def test_a_number_beside_a_whole_serial_is_no_part_of_it(text: str) -> None:
    assert [i.value for i in read_identifiers(text) if i.kind == "serial"] == [A[2:]]


@pytest.mark.parametrize(
    "text",
    [
        "1. AKFF 1Y0E 1234 5678 2. B9C3 W7PK LM20 476R",
        "AKFF 1Y0E 1234 5678 B9C3 W7PK LM20 476R",
        "1 AKFF 1Y0E 1234 5678\n2 B9C3 W7PK LM20 476R",
        "AKFF 1Y0E 1234 5678 2 units, B9C3 W7PK LM20 476R 1 unit",
    ],
)
def test_two_whole_serials_are_two(text: str) -> None:
    assert [f"s:{i.value}" for i in read_identifiers(text)] == [A, B]


@pytest.mark.parametrize(("text", "want"), PARTIAL)
def test_a_part_is_marked_as_a_part(text: str, want: str) -> None:
    assert all(each.partial for each in read_identifiers(text))


@pytest.mark.parametrize(("text", "want"), FORMATS)
def test_a_whole_is_not_marked_as_a_part(text: str, want: str) -> None:
    assert not any(each.partial for each in read_identifiers(text))


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("SN: AKFF-1Y0E-1234-5678.", "AKFF-1Y0E-1234-5678"),
        ("SNAKFF1Y0E12345678", "AKFF1Y0E12345678"),
        ("x \u200bАKFF\u200b1Y0E12345678\u200b y", "АKFF\u200b1Y0E12345678"),
        ("ﬁne ½ ＡＫＦＦ１Ｙ０Ｅ１２３４５６７８", "ＡＫＦＦ１Ｙ０Ｅ１２３４５６７８"),
        ("🔥🔥 akff 1y0e 1234 5678", "akff 1y0e 1234 5678"),
    ],
)
def test_raw_is_the_code_without_its_label(text: str, raw: str) -> None:
    (found,) = read_identifiers(text)
    assert found.raw == raw == text[found.start : found.end]
    assert found.value == "AKFF1Y0E12345678"


ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"  # no O, no I
SERIALS = st.text(ALPHABET, min_size=16, max_size=16).filter(
    lambda serial: (
        4 <= sum(c.isdigit() for c in serial) <= 13
        and not serial.startswith(("SN", "MN"))
        and max(serial.count(c) for c in set(serial)) <= 6
        # not like a word and a number: letters and digits take turns
        and sum(a.isdigit() != b.isdigit() for a, b in pairwise(serial)) >= 3
    )
)
LABELS = st.sampled_from(
    ["SN ", "SN: ", "S/N ", "s/n:", "Serial: ", "serial number is ", "Serial No. ", "my SN is ",
     "ser # ", "SN#", "serial number:\n", "the serial number on the back reads "]
)  # fmt: skip
SEPARATORS = st.sampled_from(
    ["", " ", "-", ".", "/", "_", "\n", " - ", "\u2013", "\u2014", "\u00a0", "\u2009", "  "]
)
INVISIBLE = st.sampled_from(["", "\u200b", "\u00ad", "\u200d", "\ufeff", "\u2060"])
CASES = st.sampled_from([str.upper, str.lower, str.title])
ENDS = st.sampled_from(["", ".", ", thanks", "?", "\nbought in 2018", " (black)", "!"])
ASKED = st.sampled_from([None, "serial", "model"])


@settings(deadline=None)
@given(SERIALS, LABELS, SEPARATORS, st.sampled_from([16, 8, 4, 1]), CASES, INVISIBLE, ENDS, ASKED)
def test_a_labelled_serial_is_found_however_it_is_written(
    serial, label, separator, size, case, invisible, end, asked
):
    groups = [case(serial[i : i + size]) for i in range(0, 16, size)]
    written = separator.join(invisible.join(group) for group in groups)
    text = label + written + end
    found = read_identifiers(text, asked=asked)
    assert [(each.kind, each.value) for each in found] == [("serial", serial)]
    assert found[0].raw == text[found[0].start : found[0].end]


@settings(deadline=None)
@given(SERIALS, st.sampled_from(["", " ", "-", ".", "/", "_", "\u2013", " - "]), CASES, INVISIBLE)
def test_a_serial_without_label_is_found_in_groups_of_four(serial, separator, case, invisible):
    groups = [invisible.join(case(serial[i : i + 4])) for i in range(0, 16, 4)]
    found = read_identifiers(separator.join(groups))
    assert [(each.kind, each.value) for each in found] == [("serial", serial)]


@settings(deadline=None)
@given(st.lists(SERIALS, min_size=2, max_size=5, unique=True), st.sampled_from(["\n", ", ", " / "]))
def test_several_serials_are_found_in_order(serials, between):
    text = between.join(f"A1263 SN: {serial}" for serial in serials)
    found = read_identifiers(text)
    assert [each.value for each in found if each.kind == "serial"] == serials
    assert [each.value for each in found if each.kind == "model"] == ["A1263"] * len(serials)


WORDS = st.sampled_from(
    """sn serial number model is : - / # * ? ... a i one double as in for alpha kilo A1263 A12 63
    AKFF 1Y0E 1234 5678 AKFF1Y0E12345678 order 112-1234567-1234567 tracking ends in **** first half
    and , ; | RC-3479-ACEF-HJKM 5V 2A 10000mAh PowerCore iPhone 15 2019 #1 ( ) [ ] " ' @ x.com $27
    my the BI-B41 000G21 Model,Serial twelve sixty three hundred thousand zero dash \u200b А Α ½ №
    S N S/N P/N FCC ID 2AB12-A1263 555-0143 1263 Elm St ﬁ １２ ß İ \ud800""".split()  # noqa: SIM905
)
MESSAGES = st.one_of(
    st.text(max_size=80),
    st.text(string.ascii_letters + string.digits + " -./:#*?,\n", max_size=120),
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(WORDS, max_size=25).map("".join),
    st.lists(WORDS, max_size=25).map("\n".join),
)


@settings(max_examples=500, deadline=None)
@given(MESSAGES, ASKED)
@example("\ud800 SN \udfff", "serial")
@example("İİİ A1263", None)
@example("0*TRACKING", None)
@example("000¼000", "serial")
def test_any_text_is_read_without_error_and_with_true_offsets(text, asked):
    found = read_identifiers(text, asked=asked)
    ends = 0
    for each in found:
        assert each.raw == text[each.start : each.end]
        assert ends <= each.start < each.end
        assert each.value
        assert set(each.value) <= set(string.ascii_uppercase + string.digits + "*")
        assert each.kind == "model" or not each.suffix
        ends = each.end


@settings(max_examples=500, deadline=None)
@given(MESSAGES, ASKED)
@example("SN:A100 0000", None)
@example("SN:ID000", None)
@example("SN.0MAHS", None)
@example("SN:TBA-123456789, 12345678", None)
@example("model no. ANKER/0/X0-X0-\n0/V8B-X0-", None)
@example("А TWELVE TWELVE 0 TWELVE", "model")
@example("SERIALas?1Y0EFGHIJKLMN", None)
def test_what_was_read_is_read_again_from_the_value_alone(text, asked):
    for each in read_identifiers(text, asked=asked):
        if each.partial:  # a part may be too short to stand alone
            continue
        # "SN:A100 0000" is a serial by its pieces; written in one, it looks like a model's name.
        if each.kind == "serial" and shapes.anker(each.value):
            continue
        again = read_identifiers(each.value, asked=each.kind)
        assert [(one.kind, one.value) for one in again] == [(each.kind, each.value)]


@pytest.mark.parametrize(
    "text", ["the serial is {}", "A1263 {}", "{}", "sn: {}", "is my A1263 recalled? serial {}"]
)
@pytest.mark.parametrize("serial", ["ABPVRVTVNZRRVXCJ", "KTUJBWDSJZMEXHXF", "MUEXEYFSZSLFYUCV"])
def test_a_serial_without_a_digit_is_read(text: str, serial: str) -> None:
    read = read_identifiers(text.format(serial))
    assert [one.value for one in read if one.kind == "serial"] == [serial]


@pytest.mark.parametrize(("text", "asked", "want"), [line for line in LINES if line[2]])
def test_values_of_the_tables_are_read_again(text: str, asked: Asked, want: str) -> None:
    for each in read_identifiers(text, asked=asked):
        if not each.partial:
            again = read_identifiers(each.value, asked=each.kind)
            assert shown(again) == f"{each.kind[0]}:{each.value}"


@pytest.mark.parametrize(
    "unit",
    ["a ", "1 ", "1.", "A1263 ", "SN ", "SN:", "serial number is ", "A*", "a?", "*", "-", " ", "\n",
     "double ", "a as in ", "@", "a@", "a.", "http://", "order number ", "1,", "AKFF-", "1234 ",
     "А", "\u200b", "model|serial\na1|", "first half ", "is my order number ", "SN 57X0012, ",
     "twelve "],
)  # fmt: skip
def test_long_hostile_text_is_read(unit: str) -> None:
    text = unit * (5000 // len(unit))
    for asked in (None, "serial", "model"):
        for each in read_identifiers(text, asked=asked):  # type: ignore[arg-type]
            assert each.raw == text[each.start : each.end]
