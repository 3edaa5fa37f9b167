# Learning random patterns
#
# Redraw with: gnuplot figures/random-patterns.gp
# Other formats: gnuplot -e "format='pdf'" figures/random-patterns.gp, or 'png'.
#
# Mesoscale, figure random-patterns, parameters 47e7044632d3, seed 1, data 359da223710dbb92

reset
set encoding utf8
if (!exists("format")) format = "svg"
folder = system("test -d figures && echo yes") eq "yes" ? "figures/" : ""
if (!exists("target")) target = folder . "random-patterns." . format
# One picture in three formats: text of 8 points, lines, dashes and ticks of one length.
if (format eq "svg") set terminal svg dynamic size 672,624 \
  font "Liberation Sans,Arial,Helvetica,10.67" linewidth 1 background "white"
if (format eq "pdf") set terminal pdfcairo size 17.7800cm,16.5100cm \
  font "Liberation Sans,8" fontscale 0.75 linewidth 1.3333 dashlength 2 pointscale 1.3333
if (format eq "png") set terminal pngcairo size 2100,1950 \
  font "Liberation Sans,8" fontscale 3.125 linewidth 3.125 dashlength 2 pointscale 4.1667   background "white"
set output target

set border linewidth 0.7 front
ticscale = format eq "svg" ? 0.6 : 1
set tics nomirror front
set format ""
unset key
set bars (format eq "svg" ? 0.3 : 0.5)
# Error bars leave the lines around their points alone (0 would stand for the default).
set pointintervalbox 0.01

$front << EOD
# budget error above below couplings couplings.error response response.error
0.0001 0.42773740330405224 0.4521912093725624 0.4032835972355421 0.006126595477316645 0.002382949036934597 0.019502626522486508 0.006827149217272262
0.00018 0.4253423644611584 0.4495127111024157 0.40117201781990114 0.007096240099348855 0.0023416115127947814 0.0220215512354728 0.006633601461960197
0.00032 0.4205821317782457 0.44509551556464705 0.3960687479918444 0.009689462630705435 0.0031462448187238685 0.032547176926126034 0.011029856986637233
0.00056 0.4159233815001578 0.44041086770534216 0.3914358952949734 0.010797767933457976 0.0032488276084379573 0.03867406237642775 0.01381260148422823
0.001 0.4111932521596667 0.4362457748122428 0.38614072950709055 0.013830487820016744 0.0035263866945611276 0.05186226514926623 0.016961710840629834
0.0018 0.40287023404728883 0.4286248558211406 0.37711561227343704 0.018247871708981886 0.004507359777106497 0.06309688036200654 0.019307205290641293
0.0032 0.3863697119752525 0.41792850916248236 0.3548109147880226 0.02948867439611863 0.007889270223559525 0.09450457466896212 0.027067605221945085
0.0056 0.3830451201885946 0.41539870054912575 0.35069153982806345 0.032616167125339435 0.008775185075945774 0.09929046391849246 0.027793188225401316
0.01 0.3694943480258064 0.404527694047061 0.33446100200455176 0.042691808641805995 0.01101062311947768 0.12014046704906822 0.033729306536055596
0.018 0.3442885083482188 0.3800426905038833 0.3085343261925543 0.06777550515517906 0.014632167663910555 0.16338639031201127 0.03507349095959006
0.032 0.30865717786133956 0.3452991522622972 0.27201520346038194 0.09086098392869839 0.018092049694975347 0.19867201158194112 0.03819070019305258
0.056 0.2528979153345433 0.2906500649279777 0.21514576574110894 0.13802901839383808 0.018644172720388392 0.2669002849850426 0.03437104143476124
0.1 0.22529421638931463 0.25959287495035294 0.19099555782827635 0.1612555113589451 0.01835638217729091 0.29972271000116696 0.033872396665902
0.18 0.20553493543646537 0.2420132585660156 0.16905661230691513 0.18435193636108746 0.023128739275006974 0.31578967411194386 0.03583783157046375
0.32 0.14023808591127898 0.15925006163633276 0.1212261101862252 0.26076381536904797 0.015260087835257658 0.38317360455621086 0.01583222092540827
0.56 0.11997446053133884 0.13654491898240043 0.10340400208027725 0.304963749770481 0.015838606508897037 0.39210132394486474 0.017035977698863728
1 0.10980261276513333 0.12691748549111675 0.0926877400391499 0.34861783866560075 0.017097930275448578 0.4044203790140729 0.017853259974658673
1.8 0.10571499175861691 0.12348736343318623 0.0879426200840476 0.3726704893707769 0.017475063164538833 0.42261221386995185 0.01654626203572437
3.2 0.08923983325645056 0.10312938751900358 0.07535027899389754 0.43620435536210567 0.0294178050117737 0.43320178226630746 0.01397143324713133
5.6 0.07804372650621927 0.0900171386445443 0.06607031436789423 0.47074757663982736 0.03195108789539923 0.4413902374091635 0.014369208997528521
10 0.0757656312069916 0.08794497163150153 0.06358629078248168 0.48363010612448853 0.03747741114213302 0.44513396837615565 0.014577349878863367
EOD

$priced_dissipation << EOD
# budget error error.error
0.0001 0.42773740330405224 0.02445380606851014
0.00018 0.4253423644611584 0.024170346641257258
0.00032 0.4205821317782457 0.02451338378640132
0.00056 0.4159233815001578 0.02448748620518439
0.001 0.4111932521596667 0.025052522652576126
0.0018 0.40287023404728883 0.025754621773851783
0.0032 0.3863697119752525 0.03155879718722986
0.0056 0.3830451201885946 0.03235358036053113
0.01 0.3694943480258064 0.03503334602125462
0.018 0.3442885083482188 0.03575418215566452
0.032 0.30865717786133956 0.036641974400957636
0.056 0.2528979153345433 0.037752149593434356
0.1 0.22529421638931463 0.03429865856103829
0.18 0.20553493543646537 0.036478323129550246
0.32 0.14023808591127898 0.019011975725053774
0.56 0.11997446053133884 0.016570458451061594
1 0.10980261276513333 0.017114872725983422
1.8 0.10571499175861691 0.017772371674569305
3.2 0.08923983325645056 0.013889554262553012
5.6 0.07804372650621927 0.011973412138325035
10 0.0757656312069916 0.012179340424509928
EOD

$priced_norm << EOD
# budget error error.error
0.0001 0.4383599395523119 0.024757894547673652
0.00018 0.4383599395523119 0.024757894547673652
0.00032 0.4383599395523119 0.024757894547673652
0.00056 0.4383599395523119 0.024757894547673652
0.001 0.4383599395523119 0.024757894547673652
0.0018 0.4383599395523119 0.024757894547673652
0.0032 0.4383599395523119 0.024757894547673652
0.0056 0.4383599395523119 0.024757894547673652
0.01 0.4383599395523119 0.024757894547673652
0.018 0.4383599395523119 0.024757894547673652
0.032 0.4383599395523119 0.024757894547673652
0.056 0.4383599395523119 0.024757894547673652
0.1 0.4383599395523119 0.024757894547673652
0.18 0.4383599395523119 0.024757894547673652
0.32 0.4383599395523119 0.024757894547673652
0.56 0.4383599395523119 0.024757894547673652
1 0.42529928852177845 0.03023402185166619
1.8 0.30702991856397344 0.04534025921556979
3.2 0.24410995625710724 0.04152978081172516
5.6 0.21559786287645746 0.03939284773435238
10 0.16083536413692023 0.035679035404701576
EOD

$priced_flips << EOD
# budget error error.error
0.0001 0.4383599395523119 0.024757894547673652
0.00018 0.4383599395523119 0.024757894547673652
0.00032 0.4383599395523119 0.024757894547673652
0.00056 0.4383599395523119 0.024757894547673652
0.001 0.4383599395523119 0.024757894547673652
0.0018 0.4383599395523119 0.024757894547673652
0.0032 0.4383599395523119 0.024757894547673652
0.0056 0.4383599395523119 0.024757894547673652
0.01 0.4383599395523119 0.024757894547673652
0.018 0.4328648625879002 0.02354160396055676
0.032 0.4198353479124661 0.02488841188533016
0.056 0.409345578239444 0.02186954112342379
0.1 0.35756325871312744 0.03366448003349952
0.18 0.3093262473194645 0.039259694273028466
0.32 0.2431335032510853 0.046671912997368656
0.56 0.23742528432269966 0.048081444431694244
1 0.2001327296526036 0.038993321461676826
1.8 0.16812324552220734 0.032490403033212
3.2 0.16418918274454164 0.03202022467363511
5.6 0.12759548552781547 0.021540314140065887
10 0.10064836550995664 0.016995182037179625
EOD

$tuned_symmetric << EOD
# deviation error error.error
0.03 0.4440992088955162 0.025243025827098847
0.06 0.461330355098193 0.02674916359518443
0.1 0.5025149091047347 0.031213699052482603
0.2 0.7034034870963164 0.06273575419716756
0.3 1.0666958304493037 0.13387077163435918
EOD

$tuned_dissipation << EOD
# deviation error error.error
0.03 0.101980136155579 0.014032382659039859
0.06 0.16904540918659455 0.019222060672858504
0.1 0.2983438805585088 0.031673266940686694
0.2 0.6609188607473936 0.048588510698169864
0.3 1.07870069449653 0.1151293816208923
EOD

$tuned_norm << EOD
# deviation error error.error
0.03 0.09504370410526682 0.012110683963407178
0.06 0.18413486131285892 0.024205934629531262
0.1 0.3063521078874384 0.030468054625095206
0.2 0.5638012440087475 0.02586250203124761
0.3 0.6900252352572188 0.03529235486787372
EOD

$tuned_flips << EOD
# deviation error error.error
0.03 0.10530732544713187 0.01835264162752343
0.06 0.16107314482612747 0.01749299332716553
0.1 0.2742625207661967 0.02659677861805711
0.2 0.6201249960813123 0.04903905055803317
0.3 1.2363478798666943 0.14118304886116534
EOD

$load_zero << EOD
# load error error.error
1 1.0546147162709421e-05 9.343398157945558e-06
2 0.45733050456671875 0.06314610323911032
3 0.7054151540451624 0.049870701909933944
4 0.7803451377984726 0.0400257440987845
5 0.8463858595783675 0.03502112746794429
6 0.8545312891752188 0.034083091219931694
8 0.8985691507368987 0.014915309987718308
EOD

$load_symmetric << EOD
# load error error.error
1 1.4155957016137498e-09 8.929539174583369e-10
2 0.04883318735526485 0.02818039481120909
3 0.2739328175529493 0.03644728745212896
4 0.45162486291717807 0.028689135580258762
5 0.5348114009750943 0.02964516243740826
6 0.576083671102215 0.03187181831628332
8 0.6709106578458935 0.019224520349691975
EOD

$load_0_01 << EOD
# load error error.error
1 1.4155951073460564e-09 8.92954000615193e-10
2 0.020384056276260967 0.01081058225456732
3 0.13611794662274407 0.024521352837253357
4 0.3526361734387357 0.028672825681859877
5 0.4793082191982932 0.025052964862185806
6 0.5479828892576437 0.03268154357899719
8 0.6259530718769172 0.02147760275444726
EOD

$load_0_1 << EOD
# load error error.error
1 1.4155951073460564e-09 8.92954000615193e-10
2 0.0004355024837106233 0.0004188690776832789
3 0.0723170099265187 0.019435105384718633
4 0.26403185082362923 0.034278890161088794
5 0.3927991122674641 0.02823119829768339
6 0.4460711317309065 0.028441515976412993
8 0.5549403201685421 0.01822390686128966
EOD

$load_1 << EOD
# load error error.error
1 1.4155951073460564e-09 8.92954000615193e-10
2 3.3103733617104624e-06 1.0877205661921677e-06
3 0.03969177160275877 0.017229522893346345
4 0.17703855891823403 0.030754142015116812
5 0.3068754622537981 0.03542279093266701
6 0.3569776932026929 0.0258382442069327
8 0.5014790674168134 0.015115885991805161
EOD

$sampled_front << EOD
# budget error error.error sigma sigma.error
0.001 0.41050391393461183 0.024089162596038816 0.00043004043353846676 8.401234191740011e-05
0.01 0.3670692227245729 0.03510465848915953 0.0038791083580732503 0.001157896672268128
0.1 0.2190714816084168 0.03491123861336877 0.060935991449165366 0.008129520445116696
1 0.11432166524008272 0.015554712811345328 0.8049644146093405 0.060246166406174174
10 0.07744971973352233 0.013488695302552065 3.5630743842264367 0.8780200162084595
EOD

$reading_symmetric << EOD
# time error
10 4.006957558728565
30 2.027671864766918
100 1.0230457259521804
300 0.6535920808264235
1000 0.5058606529537291
3000 0.4611589412492434
10000 0.44523102745823184
EOD

$sampled_reading_symmetric << EOD
# time error error.error
30 2.0510137104153543 0.054217051518620364
300 0.6531113767973482 0.006045502684578062
3000 0.4628370145963634 0.0014751029106025346
EOD

$reading_0_01 << EOD
# time error
10 7.241371525388929
30 3.374554072381602
100 1.485622853331319
300 0.8053252480561268
1000 0.5158723878279802
3000 0.42024354198649044
10000 0.38492682007947676
EOD

$sampled_reading_0_01 << EOD
# time error error.error
30 3.4362828994877566 0.17437466289633402
300 0.8004830250736987 0.010436611824997251
3000 0.42139329417646065 0.0021736811895884424
EOD

$reading_0_1 << EOD
# time error
10 21.02457357138355
30 9.624546931861037
100 3.688159924305625
300 1.4884927728070545
1000 0.6180126913421338
3000 0.35753488677833734
10000 0.26510655142460127
EOD

$sampled_reading_0_1 << EOD
# time error error.error
30 10.378799808663887 0.4005275740412669
300 1.4866958811045994 0.03739997789135217
3000 0.3576300000277185 0.003651114946443844
EOD

$reading_1 << EOD
# time error
10 23.682564466234748
30 9.334015070863147
100 3.0568813726233257
300 1.1102586158633252
1000 0.4118502459384753
3000 0.21066714433425052
10000 0.14008108088659965
EOD

$sampled_reading_1 << EOD
# time error error.error
30 8.950513632479215 0.18568338883202806
300 1.0835238886858711 0.024172141401236212
3000 0.21208513470114349 0.0023848524671624943
EOD

$course << EOD
# flips error error.error sigma sigma.error
2.6542999999999997 0.7139152292909043 0.01887401935229558 0 0
5.053970099999999 0.5619522780144021 0.02287605039238534 0 0
7.1419364000000005 0.44959815395736746 0.023218917366671525 0 0
9.041172699999999 0.38407365480304434 0.023526336829438596 0 0
10.8133947 0.34536161478820004 0.023196686212914878 0 0
12.5076372 0.3262558892437045 0.021243081546319723 0 0
14.150217699999999 0.3095510981666538 0.020778249389823027 0 0
15.7500102 0.30588720877504666 0.02291816403365685 0 0
17.3207475 0.30162368490690267 0.02350971920093682 0 0
18.8726751 0.30064163314195524 0.022626322682705667 0 0
20.413589400000003 0.2919907465672083 0.022112013667682326 0 0
21.944853 0.29619978167432304 0.022427514301798165 0 0
23.469125199999997 0.2921658960870667 0.02154796059220408 0 0
24.9898444 0.29418293025488756 0.0224275775696585 0 0
26.510265999999998 0.2940812747920059 0.024908540258233604 0 0
28.0218383 0.2895243117069126 0.024845847061896572 0.01386560567465606 0.000615838162093982
29.4972018 0.2997869622761011 0.02694402903428822 0.01666012489194677 0.0006572440097858284
30.95565 0.30296290383383395 0.026214925590854875 0.013433474735477373 0.000819631789732846
32.403318299999995 0.29748760397749413 0.025648573263192934 0.00995128857987694 0.0005978469615000497
33.848107299999995 0.3027647306149761 0.02628548911642843 0.008135343161348438 0.0005673325924882372
35.2912537 0.30185428145159743 0.025488114030447206 0.03434871497664615 0.003130881181210071
36.725853799999996 0.301227293429687 0.024191146837028447 0.07897312607816562 0.007344469393496182
38.15590149999999 0.29813896203063966 0.02507621620825654 0.0919437235709254 0.0076481099041502765
39.5788497 0.29140676874933524 0.023527118053162027 0.09081248879441865 0.0076297327387093794
40.9984633 0.2879019510378926 0.023576551751751367 0.08715482134139017 0.0064911031295567054
42.42214589999999 0.30098787522611703 0.02455391027773244 0.11542145772208039 0.0076517923467769675
43.8448439 0.294239678701667 0.02283891192506091 0.17683180904360576 0.011909107971671305
45.265412299999994 0.2799189474183599 0.024805825143773406 0.21004208941010846 0.016684061664028898
46.684641799999994 0.2824490997573808 0.02513452985043833 0.22032602650113475 0.01862388915903586
48.103103499999996 0.2739153048099912 0.023379667945451498 0.22132474060438329 0.01981880166816723
EOD

$trained << EOD
# alpha sigma sigma.error error error.error
1 0.007073398582922096 0.00047463619654330796 0.11605383422370591 0.020099535461417257
0.1 0.08471443899534244 0.006744274610816698 0.09022445531502225 0.01932157522727541
0.01 0.2171794238416292 0.019510241319975682 0.07626296573665885 0.01838180016346217
EOD

$stations << EOD
# flips error error.error noise noise.error ridge ridge.error loss loss.error sigma sigma.error
26.510265999999998 0.14538369064734738 0.019831591907734838 0.12526493597272767 0.005787490169118543 0.01172351423576512 0.0004328130712033885 0.28237214085584017 0.022361938907873562 0 0
33.848107299999995 0.11605383422370591 0.020099535461417257 0.1627836718848835 0.005747354387305823 0.0138813259135159 0.000560682379880091 0.29271883202210525 0.02223152818155808 0.007073398582922096 0.00047463619654330796
40.9984633 0.09022445531502225 0.01932157522727541 0.16883978040670394 0.007928536986430618 0.015165201444646828 0.0007565973745041132 0.274229437166373 0.023249932310809643 0.08471443899534244 0.006744274610816698
48.103103499999996 0.07626296573665885 0.01838180016346217 0.17797440843670928 0.008991328952236852 0.015536180473140763 0.0008970263091735293 0.2697735546465089 0.02605669938508968 0.2171794238416292 0.019510241319975682
EOD

set palette defined (0 "#440154", 1 "#472d7b", 2 "#3b528b", 3 "#2c728e", 4 "#21918c", 5 "#28ae80", 6 "#5ec962", 7 "#addc30", 8 "#fde725")

set multiplot
# (a) 5 spins
set lmargin at screen 0.06087
set rmargin at screen 0.29842
set bmargin at screen 0.70563
set tmargin at screen 0.92974
set tics in
unset logscale x
set xrange [0.0001:10]
set logscale x
set xtics ("" 0.0001, "" 0.0002 1, "" 0.0003 1, "" 0.0004 1, "" 0.0005 1, "" 0.0006 1, "" 0.0007 1, "" 0.0008 1, "" 0.0009 1, "" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1, "" 3 1, "" 4 1, "" 5 1, "" 6 1, "" 7 1, "" 8 1, "" 9 1, "" 10) scale ticscale
unset logscale y
set yrange [0:0.6]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001) scale ticscale
unset y2tics
set label "{/:Bold (a)}" at screen 0.00787,0.98031 left
set label "5 spins" at screen 0.06087,0.98031 left
set label "allowed {/:Italic Σ}  (k_{0})" at screen 0.17964,0.66111 center
set label "mean squared error" at screen 0.01828,0.81769 center rotate by 90
set label "10^{−4}" at screen 0.06087,0.68837 center
set label "10^{−3}" at screen 0.10838,0.68837 center
set label "10^{−2}" at screen 0.15589,0.68837 center
set label "10^{−1}" at screen 0.20340,0.68837 center
set label "1" at screen 0.25091,0.68837 center
set label "10" at screen 0.29842,0.68837 center
set label "0" at screen 0.05525,0.70563 right
set label "0.2" at screen 0.05525,0.78034 right
set label "0.4" at screen 0.05525,0.85504 right
set label "0.6" at screen 0.05525,0.92974 right
set object rectangle from graph 0,first 0.028087910286043502 to graph 1,first 0.0480586384352675 behind fillcolor rgb "#f3dee9" fillstyle solid noborder
set arrow from graph 0,first 0.0380732743606555 to graph 1,first 0.0380732743606555 nohead linecolor rgb "#cc79a7" dashtype (12,4,2,4) linewidth 1.5
set object rectangle from graph 0,first 0.41360204500463826 to graph 1,first 0.4631178340999855 behind fillcolor rgb "#f5d7c0" fillstyle solid noborder
set arrow from graph 0,first 0.4383599395523119 to graph 1,first 0.4383599395523119 nohead linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set object rectangle from graph 0,first 0.15292641433928622 to graph 1,first 0.18821805833533317 behind fillcolor rgb "#f9e7c0" fillstyle solid noborder
set arrow from graph 0,first 0.1705722363373097 to graph 1,first 0.1705722363373097 nohead linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5
set label "{/:Italic N} = 7, wider inputs" at screen 0.13915,0.73924 center front textcolor rgb "#cc79a7"
set label "symmetric" at screen 0.24530,0.89480 center front textcolor rgb "#d55e00"
set label "{/:Italic N} = 7" at screen 0.12652,0.79478 center front textcolor rgb "#e69f00"
set label "free" at screen 0.10683,0.83067 center front textcolor rgb "#0072b2"
plot $front using 1:4:3 notitle with filledcurves fillstyle solid noborder fillcolor rgb "#c0dcec", \
  $front using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $sampled_front using 1:2:3 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4
unset label
unset arrow
unset object

# (b) load
set lmargin at screen 0.37726
set rmargin at screen 0.61480
set bmargin at screen 0.70563
set tmargin at screen 0.92974
set tics in
unset logscale x
set xrange [0:8]
set xtics ("" 0, "" 1, "" 2, "" 3, "" 4, "" 5, "" 6, "" 7, "" 8) scale ticscale
unset logscale y
set yrange [0:1]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1) scale ticscale
unset y2tics
set label "{/:Bold (b)}" at screen 0.32426,0.98031 left
set label "load" at screen 0.37726,0.98031 left
set label "patterns per spin  {/:Italic M}/{/:Italic N}" at screen 0.49603,0.66111 center
set label "mean squared error" at screen 0.33466,0.81769 center rotate by 90
set label "0" at screen 0.37726,0.68837 center
set label "1" at screen 0.40695,0.68837 center
set label "2" at screen 0.43664,0.68837 center
set label "3" at screen 0.46634,0.68837 center
set label "4" at screen 0.49603,0.68837 center
set label "5" at screen 0.52572,0.68837 center
set label "6" at screen 0.55541,0.68837 center
set label "7" at screen 0.58511,0.68837 center
set label "8" at screen 0.61480,0.68837 center
set label "0" at screen 0.37163,0.70563 right
set label "0.2" at screen 0.37163,0.75045 right
set label "0.4" at screen 0.37163,0.79528 right
set label "0.6" at screen 0.37163,0.84010 right
set label "0.8" at screen 0.37163,0.88492 right
set label "1.0" at screen 0.37163,0.92974 right
set arrow from screen 0.37726,0.95185 to screen 0.42225,0.95185 nohead front linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5
set label "{/:Italic Σ} ≤ 0.01" at screen 0.42900,0.95185 left front
set arrow from screen 0.50663,0.95185 to screen 0.55162,0.95185 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "{/:Italic Σ} ≤ 0.1" at screen 0.55837,0.95185 left front
set label "no couplings" at screen 0.45146,0.89990 center front textcolor rgb "#777777"
set label "symmetric" at screen 0.57016,0.87233 center front textcolor rgb "#d55e00"
set label "{/:Italic Σ} ≤ 1" at screen 0.57335,0.76625 center front textcolor rgb "#0072b2"
plot $load_zero using 1:2 notitle with lines linecolor rgb "#777777" dashtype (2,2) linewidth 1.5, \
  $load_symmetric using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $load_0_01 using 1:2 notitle with lines linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5, \
  $load_0_1 using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $load_1 using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5
unset label
unset arrow
unset object

# (c) 20 spins
set lmargin at screen 0.70158
set rmargin at screen 0.93913
set bmargin at screen 0.70563
set tmargin at screen 0.92974
set tics in
unset logscale x
set xrange [0.001:1]
set logscale x
set xtics ("" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1) scale ticscale
unset logscale y
set yrange [0:0.2]
set ytics ("" 0, "" 0.05, "" 0.1, "" 0.15000000000000002, "" 0.2) scale ticscale
unset y2tics
set label "{/:Bold (c)}" at screen 0.63976,0.98031 left
set label "20 spins" at screen 0.70158,0.98031 left
set label "{/:Italic Σ}  (k_{0})" at screen 0.82036,0.66111 center
set label "mean squared error" at screen 0.65016,0.81769 center rotate by 90
set label "10^{−3}" at screen 0.70158,0.68837 center
set label "10^{−2}" at screen 0.78077,0.68837 center
set label "10^{−1}" at screen 0.85995,0.68837 center
set label "1" at screen 0.93913,0.68837 center
set label "0" at screen 0.69596,0.70563 right
set label "0.05" at screen 0.69596,0.76166 right
set label "0.10" at screen 0.69596,0.81769 right
set label "0.15" at screen 0.69596,0.87371 right
set label "0.20" at screen 0.69596,0.92974 right
set object rectangle from graph 0,first 0.08101869813944015 to graph 1,first 0.11415753256853939 behind fillcolor rgb "#f5d7c0" fillstyle solid noborder
set arrow from graph 0,first 0.09758811535398977 to graph 1,first 0.09758811535398977 nohead linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set arrow from screen 0.80046,0.90279 to screen 0.84545,0.90279 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "symmetric" at screen 0.85220,0.90279 left front
set label "" at screen 0.82295,0.88038 point linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4 front
set label "free" at screen 0.85220,0.88038 left front
plot $trained using 2:4:3:5 notitle with xyerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4
unset label
unset arrow
unset object

# (d) broken reciprocity
set lmargin at screen 0.06087
set rmargin at screen 0.29842
set bmargin at screen 0.38522
set tmargin at screen 0.60933
set tics in
unset logscale x
set xrange [0.0001:10]
set logscale x
set xtics ("" 0.0001, "" 0.0002 1, "" 0.0003 1, "" 0.0004 1, "" 0.0005 1, "" 0.0006 1, "" 0.0007 1, "" 0.0008 1, "" 0.0009 1, "" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1, "" 3 1, "" 4 1, "" 5 1, "" 6 1, "" 7 1, "" 8 1, "" 9 1, "" 10) scale ticscale
unset logscale y
set yrange [0:0.6]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001) scale ticscale
unset y2tics
set label "{/:Bold (d)}" at screen 0.00787,0.62659 left
set label "broken reciprocity" at screen 0.06087,0.62659 left
set label "allowed {/:Italic Σ}  (k_{0})" at screen 0.17964,0.34070 center
set label "antisymmetric part" at screen 0.01828,0.49727 center rotate by 90
set label "10^{−4}" at screen 0.06087,0.36796 center
set label "10^{−3}" at screen 0.10838,0.36796 center
set label "10^{−2}" at screen 0.15589,0.36796 center
set label "10^{−1}" at screen 0.20340,0.36796 center
set label "1" at screen 0.25091,0.36796 center
set label "10" at screen 0.29842,0.36796 center
set label "0" at screen 0.05525,0.38522 right
set label "0.2" at screen 0.05525,0.45992 right
set label "0.4" at screen 0.05525,0.53463 right
set label "0.6" at screen 0.05525,0.60933 right
set arrow from screen 0.07550,0.58237 to screen 0.12049,0.58237 nohead front linecolor rgb "#0072b2" dashtype solid linewidth 1.5
set label "response {/:Italic ∂m}/{/:Italic ∂x}" at screen 0.12724,0.58237 left front
set arrow from screen 0.07550,0.55996 to screen 0.12049,0.55996 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "couplings {/:Italic W}" at screen 0.12724,0.55996 left front
plot $front using 1:7 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $front using 1:5 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
unset label
unset arrow
unset object

# (e) reading
set lmargin at screen 0.37726
set rmargin at screen 0.61480
set bmargin at screen 0.38522
set tmargin at screen 0.60933
set tics in
unset logscale x
set xrange [10:10000]
set logscale x
set xtics ("" 10, "" 20 1, "" 30 1, "" 40 1, "" 50 1, "" 60 1, "" 70 1, "" 80 1, "" 90 1, "" 100, "" 200 1, "" 300 1, "" 400 1, "" 500 1, "" 600 1, "" 700 1, "" 800 1, "" 900 1, "" 1000, "" 2000 1, "" 3000 1, "" 4000 1, "" 5000 1, "" 6000 1, "" 7000 1, "" 8000 1, "" 9000 1, "" 10000) scale ticscale
unset logscale y
set yrange [0.1:100]
set logscale y
set ytics ("" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1, "" 3 1, "" 4 1, "" 5 1, "" 6 1, "" 7 1, "" 8 1, "" 9 1, "" 10, "" 20 1, "" 30 1, "" 40 1, "" 50 1, "" 60 1, "" 70 1, "" 80 1, "" 90 1, "" 100) scale ticscale
unset y2tics
set label "{/:Bold (e)}" at screen 0.31984,0.62659 left
set label "reading" at screen 0.37726,0.62659 left
set label "observation time {/:Italic T}  (1/k_{0})" at screen 0.49603,0.34070 center
set label "mean squared error" at screen 0.33025,0.49727 center rotate by 90
set label "10" at screen 0.37726,0.36796 center
set label "10^{2}" at screen 0.45644,0.36796 center
set label "10^{3}" at screen 0.53562,0.36796 center
set label "10^{4}" at screen 0.61480,0.36796 center
set label "0.1" at screen 0.37163,0.38522 right
set label "1" at screen 0.37163,0.45992 right
set label "10" at screen 0.37163,0.53463 right
set label "100" at screen 0.37163,0.60933 right
set arrow from screen 0.47613,0.58237 to screen 0.52112,0.58237 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "" at screen 0.49863,0.58237 point linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4 front
set label "symmetric" at screen 0.52787,0.58237 left front
set arrow from screen 0.47613,0.55996 to screen 0.52112,0.55996 nohead front linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5
set label "" at screen 0.49863,0.55996 point linecolor rgb "#56b4e9" linewidth 0.8 pointtype 15 pointsize 0.4 front
set label "{/:Italic Σ} ≤ 0.01" at screen 0.52787,0.55996 left front
set arrow from screen 0.47613,0.53755 to screen 0.52112,0.53755 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "" at screen 0.49863,0.53755 point linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4 front
set label "{/:Italic Σ} ≤ 0.1" at screen 0.52787,0.53755 left front
set arrow from screen 0.47613,0.51514 to screen 0.52112,0.51514 nohead front linecolor rgb "#0072b2" dashtype solid linewidth 1.5
set label "" at screen 0.49863,0.51514 point linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4 front
set label "{/:Italic Σ} ≤ 1" at screen 0.52787,0.51514 left front
plot $reading_symmetric using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $sampled_reading_symmetric using 1:2:3 notitle with yerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4, \
  $reading_0_01 using 1:2 notitle with lines linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5, \
  $sampled_reading_0_01 using 1:2:3 notitle with yerrorbars linecolor rgb "#56b4e9" linewidth 0.8 pointtype 15 pointsize 0.4, \
  $reading_0_1 using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $sampled_reading_0_1 using 1:2:3 notitle with yerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4, \
  $reading_1 using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $sampled_reading_1 using 1:2:3 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4
unset label
unset arrow
unset object

# (f) training
set lmargin at screen 0.70158
set rmargin at screen 0.93913
set bmargin at screen 0.38522
set tmargin at screen 0.60933
set tics in
unset logscale x
set xrange [0:50]
set xtics ("" 0, "" 10, "" 20, "" 30, "" 40, "" 50) scale ticscale
unset logscale y
set yrange [0:1]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1) scale ticscale
unset logscale y2
set y2range [0:1]
set y2tics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1) scale ticscale
set label "{/:Bold (f)}" at screen 0.64859,0.62659 left
set label "training" at screen 0.70158,0.62659 left
set label "simulated flips  (10^{6})" at screen 0.82036,0.34070 center
set label "mean squared error" at screen 0.65899,0.49727 center rotate by 90
set label "{/:Italic Σ}  (k_{0})" at screen 0.98172,0.49727 center rotate by 90
set label "0" at screen 0.70158,0.36796 center
set label "10" at screen 0.74909,0.36796 center
set label "20" at screen 0.79660,0.36796 center
set label "30" at screen 0.84411,0.36796 center
set label "40" at screen 0.89162,0.36796 center
set label "50" at screen 0.93913,0.36796 center
set label "0" at screen 0.69596,0.38522 right
set label "0.2" at screen 0.69596,0.43004 right
set label "0.4" at screen 0.69596,0.47486 right
set label "0.6" at screen 0.69596,0.51969 right
set label "0.8" at screen 0.69596,0.56451 right
set label "1.0" at screen 0.69596,0.60933 right
set label "0" at screen 0.94475,0.38522 left
set label "0.2" at screen 0.94475,0.43004 left
set label "0.4" at screen 0.94475,0.47486 left
set label "0.6" at screen 0.94475,0.51969 left
set label "0.8" at screen 0.94475,0.56451 left
set label "1.0" at screen 0.94475,0.60933 left
set arrow from screen 0.74658,0.58237 to screen 0.79158,0.58237 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "in training" at screen 0.79833,0.58237 left front
set label "" at screen 0.76908,0.55996 point linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4 front
set label "read as in training" at screen 0.79833,0.55996 left front
set label "" at screen 0.76908,0.53755 point linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4 front
set label "read as in c" at screen 0.79833,0.53755 left front
set arrow from screen 0.74658,0.51514 to screen 0.79158,0.51514 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "" at screen 0.76908,0.51514 point linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4 front
set label "{/:Italic Σ}" at screen 0.79833,0.51514 left front
plot $course using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $stations using 1:8:9 notitle with yerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4, \
  $stations using 1:2:3 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $course using 1:4 axes x1y2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $stations using 1:10:11 axes x1y2 notitle with yerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4
unset label
unset arrow
unset object

# (g) price on {/:Italic Σ}, {/:Italic k}_{flip} or |{/:Italic W}|^{2}
set lmargin at screen 0.06087
set rmargin at screen 0.29842
set bmargin at screen 0.06481
set tmargin at screen 0.28892
set tics in
unset logscale x
set xrange [0.0001:10]
set logscale x
set xtics ("" 0.0001, "" 0.0002 1, "" 0.0003 1, "" 0.0004 1, "" 0.0005 1, "" 0.0006 1, "" 0.0007 1, "" 0.0008 1, "" 0.0009 1, "" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1, "" 3 1, "" 4 1, "" 5 1, "" 6 1, "" 7 1, "" 8 1, "" 9 1, "" 10) scale ticscale
unset logscale y
set yrange [0:0.6]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001) scale ticscale
unset y2tics
set label "{/:Bold (g)}" at screen 0.00787,0.30618 left
set label "price on {/:Italic Σ}, {/:Italic k}_{flip} or |{/:Italic W}|^{2}" at screen 0.06087,0.30618 left
set label "allowed {/:Italic Σ}  (k_{0})" at screen 0.17964,0.02029 center
set label "mean squared error" at screen 0.01828,0.17686 center rotate by 90
set label "10^{−4}" at screen 0.06087,0.04755 center
set label "10^{−3}" at screen 0.10838,0.04755 center
set label "10^{−2}" at screen 0.15589,0.04755 center
set label "10^{−1}" at screen 0.20340,0.04755 center
set label "1" at screen 0.25091,0.04755 center
set label "10" at screen 0.29842,0.04755 center
set label "0" at screen 0.05525,0.06481 right
set label "0.2" at screen 0.05525,0.13951 right
set label "0.4" at screen 0.05525,0.21421 right
set label "0.6" at screen 0.05525,0.28892 right
set object rectangle from graph 0,first 0.41360204500463826 to graph 1,first 0.4631178340999855 behind fillcolor rgb "#f5d7c0" fillstyle solid noborder
set arrow from graph 0,first 0.4383599395523119 to graph 1,first 0.4383599395523119 nohead linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set arrow from screen 0.07550,0.11417 to screen 0.12049,0.11417 nohead front linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5
set label "|{/:Italic W}|^{2}" at screen 0.12724,0.11417 left front
set arrow from screen 0.07550,0.09176 to screen 0.12049,0.09176 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "{/:Italic k}_{flip}" at screen 0.12724,0.09176 left front
set label "symmetric" at screen 0.24530,0.25398 center front textcolor rgb "#d55e00"
set label "{/:Italic Σ}" at screen 0.23418,0.09508 center front textcolor rgb "#0072b2"
plot $priced_norm using 1:2 notitle with lines linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5, \
  $priced_flips using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $priced_dissipation using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5
unset label
unset arrow
unset object

# (h) disturbed inputs
set lmargin at screen 0.37726
set rmargin at screen 0.61480
set bmargin at screen 0.06481
set tmargin at screen 0.28892
set tics in
unset logscale x
set xrange [0:0.3]
set xtics ("" 0, "" 0.1, "" 0.2, "" 0.30000000000000004) scale ticscale
unset logscale y
set yrange [0:1.4]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002, "" 1.4000000000000001) scale ticscale
unset y2tics
set label "{/:Bold (h)}" at screen 0.32426,0.30618 left
set label "disturbed inputs" at screen 0.37726,0.30618 left
set label "disturbance {/:Italic σ_{x}}" at screen 0.49603,0.02029 center
set label "mean squared error" at screen 0.33466,0.17686 center rotate by 90
set label "0" at screen 0.37726,0.04755 center
set label "0.1" at screen 0.45644,0.04755 center
set label "0.2" at screen 0.53562,0.04755 center
set label "0.3" at screen 0.61480,0.04755 center
set label "0" at screen 0.37163,0.06481 right
set label "0.2" at screen 0.37163,0.09682 right
set label "0.4" at screen 0.37163,0.12884 right
set label "0.6" at screen 0.37163,0.16085 right
set label "0.8" at screen 0.37163,0.19287 right
set label "1.0" at screen 0.37163,0.22489 right
set label "1.2" at screen 0.37163,0.25690 right
set label "1.4" at screen 0.37163,0.28892 right
set arrow from screen 0.39188,0.26196 to screen 0.43688,0.26196 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "symmetric" at screen 0.44363,0.26196 left front
set arrow from screen 0.39188,0.23955 to screen 0.43688,0.23955 nohead front linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5
set label "|{/:Italic W}|^{2}" at screen 0.44363,0.23955 left front
set arrow from screen 0.39188,0.21714 to screen 0.43688,0.21714 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "{/:Italic k}_{flip}" at screen 0.44363,0.21714 left front
set arrow from screen 0.39188,0.19473 to screen 0.43688,0.19473 nohead front linecolor rgb "#0072b2" dashtype solid linewidth 1.5
set label "{/:Italic Σ}" at screen 0.44363,0.19473 left front
plot $tuned_symmetric using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $tuned_norm using 1:2 notitle with lines linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5, \
  $tuned_flips using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $tuned_dissipation using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5
unset label
unset arrow
unset object

unset multiplot
set output

# What the picture shows and where it comes from, written into the SVG.
$identification << EOD
<title>Learning random patterns</title>
<desc>Networks of spins that learn random answers, means over 12 tasks. (a) 5 spins, 20 patterns: mean squared error of the best network within a bound on the entropy production rate Σ, beside the best symmetric networks, of 5 spins and of 7 that read the same inputs or wider ones (pale: one standard error over the tasks). (b) The same against the number of patterns per spin. (c) 20 spins and 80 patterns, trained and read by simulation alone along falling prices of dissipation, 10 tasks. (d) The antisymmetric parts of couplings and of the linear response of the networks of panel a. (e) The error when the networks of panel a are observed for a time T. (f) The course of the training of panel c: symmetric first, then at falling prices, 100 steps each. The error in training contains the noise of averages over 58/k_{0} and the term of the ridge. The networks at the end of each part, but for the first those of panel c, are read in this way, too, and as in panel c, without both. (g) The curve of panel a, beside those of networks found at prices of the squared couplings |W|² and of the flip rate. (h) The errors of all these networks at inputs with normal disturbances, against their standard deviation: read as without them, at the best price of each kind for each disturbance and task, and of the symmetric networks. Lines in a, b, d, e, g and h are exact, in h for 50 disturbed copies of every input; points, and all networks of c and f, are sampled. Error bars: one standard error, in a, c and f over the tasks. Mesoscale, figure random-patterns, parameters 47e7044632d3, seed 1, data 359da223710dbb92.</desc>
EOD
if (format eq "svg") {
  set print target . ".part"
  print $identification
  set print
  system("awk 'NR == FNR { line[NR] = $0; next } /^<title>/ { print line[1]; next } /^<desc>/ { print line[2]; next } " \
    . "{ sub(/<text>/, \"<text xml:space=\\\"preserve\\\">\"); sub(/<image /, \"<image style=\\\"image-rendering:pixelated\\\" \"); print }' '" \
    . target . ".part' '" . target . "' > '" . target . ".whole' && mv '" . target . ".whole' '" \
    . target . "'; rm -f '" . target . ".part'")
}
